"""The permit of an attempt: taken with the claim, given back by whatever ends the attempt; and the gate it waits at."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from reprise.domain import events as ev
from reprise.domain.decision import Decision
from reprise.domain.states import Stage
from reprise.domain.track import Failure, Track
from tests.unit.domain import make
from tests.unit.domain.make import CDN, NOW, A, B, after, moved

SENDING, PLAYABLE = make.sending(permit=3), make.playable(permit=3)


def test_a_claim_takes_the_permit_that_it_names() -> None:
    assert after(make.queued(), ev.Claimed("hash", NOW, 3)).track.permit == 3
    assert after(make.queued(permit=3), ev.Claimed("hash", NOW)).track.permit is None


@pytest.mark.parametrize(
    ("track", "event"),
    [
        (SENDING, ev.Deferred(1)),
        (SENDING, ev.Refused(1, Failure("copyrighted"))),
        (PLAYABLE, ev.Failed(Failure("provider_busy", retryable=True), "task-1", 1)),
        (PLAYABLE, ev.Failed(Failure("copyrighted"), "task-1", 1)),
        (PLAYABLE, ev.Progress(Stage.COMPLETE, (A, B), "task-1", 1)),
        (PLAYABLE, ev.DeadlinePassed(CDN)),
        (SENDING, ev.DeadlinePassed()),
    ],
    ids=["deferred", "refused", "gave up", "forbade", "complete", "rescued", "too late"],
)
def test_what_ends_an_attempt_gives_its_permit_back(track: Track, event: ev.Event) -> None:
    assert after(track, event).track.permit is None


@pytest.mark.parametrize(
    ("track", "event"),
    [
        (SENDING, ev.Accepted(1, "task-1")),
        (SENDING, ev.AnswerLost(1)),
        (SENDING, ev.Progress(Stage.TEXT, attempt=1)),
        (PLAYABLE, ev.Asked(NOW)),
        (PLAYABLE, ev.Revisit(NOW)),
        (SENDING, ev.Deleted()),
        (PLAYABLE, ev.Deleted()),
    ],
    ids=["accepted", "answer lost", "text", "asked", "revisit", "deleted", "deleted while it plays"],
)
def test_an_attempt_that_is_under_way_holds_its_permit(track: Track, event: ev.Event) -> None:
    assert after(track, event).track.permit == 3


@pytest.mark.parametrize("track", [make.queued(), make.queued(gate="suno:main#7"), make.waiting()])
def test_what_waits_can_wait_at_another_gate(track: Track) -> None:
    assert after(track, ev.Rerouted("suno:main#1")) == Decision(moved(track, gate="suno:main#1"))


@pytest.mark.parametrize("track", [SENDING, PLAYABLE, make.completed(), make.failed()])
def test_what_does_not_wait_stays_at_its_gate(track: Track) -> None:
    assert after(track, ev.Rerouted("suno:main#1")).track is track


def test_a_callback_of_a_deferred_attempt_proves_that_the_provider_took_it_after_all() -> None:
    deferred = after(make.sending(), ev.Deferred(1)).track
    taken = after(deferred, ev.Progress(Stage.TEXT, task_id="task-1", attempt=1)).track
    answered = after(make.sending(answer=deferred.answer), ev.Accepted(1, "task-1")).track
    assert taken == replace(
        answered,
        stage=Stage.TEXT,
        seen=Stage.TEXT,
        text_at=NOW,
        deferrals=1,
        due_at=deferred.due_at,
        rev=deferred.rev + 1,
    )
    assert after(taken, ev.Claimed("hash-2", NOW + timedelta(minutes=5))).track is taken
