"""Every event in every state: what becomes of status, stage and submission, and what never happens."""

from __future__ import annotations

from datetime import timedelta

import pytest

from reprise.domain import events as ev
from reprise.domain.states import Stage, Status
from reprise.domain.track import Failure, Track
from reprise.domain.versions import Asset, Copy
from tests.unit.domain import make
from tests.unit.domain.make import CDN, NOW, A, B, after

STATES: dict[str, Track] = {
    "queued": make.queued(),
    "sending": make.sending(),
    "accepted": make.accepted(),
    "playable": make.playable(),
    "waiting": make.waiting(),
    "completed": make.completed(),
    "failed": make.failed(),
    "lingering": after(make.accepted(), ev.Deleted()).track,
}
EVENTS: dict[str, ev.Event] = {
    "claimed": ev.Claimed("hash-2", NOW + timedelta(minutes=5)),
    "accepted": ev.Accepted(1, "task-1"),
    "deferred": ev.Deferred(1),
    "refused": ev.Refused(1, Failure("copyrighted")),
    "answer lost": ev.AnswerLost(1),
    "text": ev.Progress(Stage.TEXT, attempt=1),
    "first": ev.Progress(Stage.FIRST, (make.STREAM_A,), "task-1", 1),
    "complete": ev.Progress(Stage.COMPLETE, (A, B), "task-1", 1),
    "gave up": ev.Failed(Failure("provider_error", retryable=True), "task-1", 1),
    "forbade": ev.Failed(Failure("copyrighted"), "task-1", 1),
    "deadline": ev.DeadlinePassed(CDN),
    "asked": ev.Asked(NOW + timedelta(seconds=30)),
    "revisit": ev.Revisit(NOW + timedelta(seconds=30)),
    "copied": ev.Copied({0: (Copy(Asset.AUDIO, "k", 9, "sha"),)}),
    "preferred": ev.Preferred(1),
    "deleted": ev.Deleted(),
}
# status/stage/submission afterwards. What is not listed changes nothing.
MOVES = {
    ("queued", "claimed"): "pending/queued/sending",
    ("queued", "deadline"): "failed/error/queued",
    ("sending", "accepted"): "processing/submitted/accepted",
    ("sending", "deferred"): "pending/queued/queued",
    ("sending", "refused"): "failed/error/sending",
    ("sending", "answer lost"): "pending/queued/sending",
    ("sending", "text"): "processing/text/accepted",
    ("sending", "first"): "processing/first/accepted",
    ("sending", "complete"): "completed/complete/accepted",
    ("sending", "gave up"): "pending/queued/queued",
    ("sending", "forbade"): "failed/error/sending",
    ("sending", "deadline"): "failed/error/sending",
    ("accepted", "text"): "processing/text/accepted",
    ("accepted", "first"): "processing/first/accepted",
    ("accepted", "complete"): "completed/complete/accepted",
    ("accepted", "gave up"): "processing/submitted/queued",
    ("accepted", "forbade"): "failed/error/accepted",
    ("accepted", "deadline"): "failed/error/accepted",
    ("playable", "complete"): "completed/complete/accepted",
    ("playable", "gave up"): "processing/first/queued",
    ("playable", "forbade"): "failed/error/accepted",
    ("playable", "deadline"): "completed/complete/accepted",
    ("waiting", "claimed"): "processing/submitted/sending",
    ("waiting", "deadline"): "failed/error/queued",
    ("completed", "copied"): "completed/complete/accepted",
}
# The owner's wishes and the sweep's diary change neither of the three: "same". A deleted track is "gone", or
# it "lingers" until its provider is done with it.
MOVES |= {("completed", "preferred"): "same"}
MOVES |= {(state, "asked"): "same" for state in ("accepted", "playable", "lingering")}
MOVES |= {(state, "revisit"): "same" for state in STATES if state not in ("failed", "lingering")}
MOVES |= {(state, "deleted"): "gone" for state in ("queued", "waiting", "completed", "failed")}
MOVES |= {(state, "deleted"): "lingers" for state in ("sending", "accepted", "playable")}
MOVES |= {("lingering", end): "gone" for end in ("deferred", "refused", "complete", "gave up", "forbade", "deadline")}
CASES = [(state, event, MOVES.get((state, event), "=")) for state in STATES for event in EVENTS]


def summary(track: Track) -> str:
    return f"{track.status}/{track.stage}/{track.submission}"


def shown(before: Track, event: ev.Event) -> str:
    decision = after(before, event)
    if decision.deletes:
        return "gone"
    if decision.track is before:
        return "="
    if decision.track.lingers > before.lingers:
        return "lingers"
    return summary(decision.track)


@pytest.mark.parametrize(("state", "event", "outcome"), CASES)
def test_an_event_in_a_state_leads_to(state: str, event: str, outcome: str) -> None:
    before = STATES[state]
    assert shown(before, EVENTS[event]) == (summary(before) if outcome == "same" else outcome)


@pytest.mark.parametrize(("state", "event", "outcome"), CASES)
def test_nothing_ever_goes_back(state: str, event: str, outcome: str) -> None:
    before, track = STATES[state], after(STATES[state], EVENTS[event]).track
    assert track.stage.rank >= before.stage.rank
    assert list(Status).index(track.status) >= list(Status).index(before.status)
    assert track.attempts >= before.attempts
    assert len(track.versions) >= len(before.versions)


@pytest.mark.parametrize(("state", "event", "outcome"), CASES)
def test_every_commit_has_the_next_revision_and_nothing_new_has_none(state: str, event: str, outcome: str) -> None:
    before, decision = STATES[state], after(STATES[state], EVENTS[event])
    assert decision.track.rev == (before.rev if outcome == "=" else before.rev + 1)
    assert (decision.entries, decision.frees_slot) == ((), False) or outcome != "="


@pytest.mark.parametrize(("state", "event", "outcome"), CASES)
def test_the_slot_is_freed_once_by_the_event_that_ends_a_running_track(state: str, event: str, outcome: str) -> None:
    before = STATES[state]
    ends = outcome == "gone" or outcome.startswith(("completed", "failed"))
    assert after(before, EVENTS[event]).frees_slot is (ends and (before.lingers or not before.ended))


@pytest.mark.parametrize(("state", "event", "outcome"), CASES)
def test_what_was_charged_goes_back_once_with_the_failure(state: str, event: str, outcome: str) -> None:
    before, decision = STATES[state], after(STATES[state], EVENTS[event])
    if (state, event) == ("playable", "deleted"):
        assert (decision.entries, decision.track.refunded) == ((), 0)  # it was heard
        return
    fails_now = decision.track.status is Status.FAILED and before.status is not Status.FAILED
    assert [(entry.entry_id, entry.amount) for entry in decision.entries] == (
        [("track-1.refund", 10)] if fails_now else []
    )
    assert decision.track.refunded == (10 if decision.track.status is Status.FAILED else 0)


@pytest.mark.parametrize("state", STATES)
def test_only_looks_and_questions_let_the_clock_of_no_progress_run_on(state: str) -> None:
    before = STATES[state]
    for event in ("revisit", "asked"):
        assert after(before, EVENTS[event]).track.updated_at == before.updated_at
    assert after(before, EVENTS["deleted"]).track.updated_at == NOW


@pytest.mark.parametrize("state", ["completed", "failed"])
@pytest.mark.parametrize("event", ["complete", "gave up", "forbade", "deadline", "text", "first", "refused"])
def test_terminal_states_are_final(state: str, event: str) -> None:
    assert after(STATES[state], EVENTS[event]).track is STATES[state]
