"""An attempt: claimed by one sender, answered or not, given up, tried again after 2, 4 and 6 seconds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from reprise.domain import events as ev
from reprise.domain.attempts import MAX_RESUBMISSIONS
from reprise.domain.credits import Entry, EntryType
from reprise.domain.states import Answer, Stage, Status, Submission
from reprise.domain.track import Failure, Track
from tests.unit.domain import make
from tests.unit.domain.make import NOW, after, moved
from tests.unit.domain.test_attempts import BUSY, wait


@pytest.mark.parametrize("earlier", [make.queued(), make.waiting()], ids=["first", "next"])
def test_a_claim_counts_the_attempt_and_keeps_its_tokens_hash(earlier: Track) -> None:
    due = NOW + timedelta(minutes=5)
    assert after(earlier, ev.Claimed("hash-n", due)).track == moved(
        earlier,
        submission=Submission.SENDING,
        attempts=earlier.attempts + 1,
        token_hashes=(*earlier.token_hashes, "hash-n"),
        submit_at=None,
        due_at=due,
    )


def test_an_accepted_attempt_has_its_task_and_the_request_its_answer() -> None:
    assert after(make.sending(), ev.Accepted(1, "task-1")).track == moved(
        make.sending(),
        submission=Submission.ACCEPTED,
        status=Status.PROCESSING,
        stage=Stage.SUBMITTED,
        task_id="task-1",
        answer=Answer(Status.PROCESSING, "task-1"),
    )


def test_an_answer_that_comes_after_its_callback_takes_nothing_back() -> None:
    told = after(make.sending(), ev.Progress(Stage.FIRST, (make.STREAM_A,), "task-1", 1)).track
    assert after(told, ev.Accepted(1, "task-1")).track == moved(told, answer=Answer(Status.PROCESSING, "task-1"))


@pytest.mark.parametrize("attempt", [0, 2])
@pytest.mark.parametrize("kind", ["accepted", "deferred", "refused", "lost"])
def test_the_answer_to_another_attempt_changes_nothing(kind: str, attempt: int) -> None:
    answers: dict[str, ev.Event] = {
        "accepted": ev.Accepted(attempt, "task-9"),
        "deferred": ev.Deferred(attempt),
        "refused": ev.Refused(attempt, Failure("copyrighted")),
        "lost": ev.AnswerLost(attempt),
    }
    track = make.sending()
    assert after(track, answers[kind]).track is track


@pytest.mark.parametrize(("deferrals", "base"), [(0, 2.0), (1, 4.0), (2, 6.0), (3, 9.0)])
def test_a_deferred_attempt_waits_longer_each_time(deferrals: int, base: float) -> None:
    track = make.sending(deferrals=deferrals)
    submit_at = NOW + timedelta(seconds=wait("track-1", deferrals + 1, base))
    assert after(track, ev.Deferred(1)).track == moved(
        track,
        submission=Submission.QUEUED,
        deferrals=deferrals + 1,
        submit_at=submit_at,
        due_at=submit_at,
        answer=Answer(Status.PENDING),
    )


def test_an_attempt_that_waits_beyond_its_last_call_is_seen_to_by_the_sweep_at_that_call() -> None:
    track = make.sending(deadline_at=make.BEFORE + timedelta(seconds=200))
    queued = after(track, ev.Deferred(1, 120.0)).track
    assert (queued.submit_at, queued.due_at) == (NOW + timedelta(seconds=120), make.BEFORE + timedelta(seconds=160))


def test_the_last_call_leaves_a_fifth_of_the_time_for_the_song() -> None:
    assert make.queued().last_call_at == make.BEFORE + timedelta(seconds=480)


def test_a_deferred_attempt_waits_at_least_as_long_as_the_provider_asks() -> None:
    assert after(make.sending(), ev.Deferred(1, 30.0)).track.submit_at == NOW + timedelta(seconds=30)
    short = after(make.sending(), ev.Deferred(1, 0.5)).track.submit_at
    assert short == NOW + timedelta(seconds=wait("track-1", 1, 2.0))


def test_the_first_answer_stands_for_every_replay() -> None:
    track = make.sending(answer=Answer(Status.PENDING))
    assert after(track, ev.Accepted(1, "task-1")).track.answer == Answer(Status.PENDING)
    assert after(track, ev.Refused(1, Failure("copyrighted"))).track.answer == Answer(Status.PENDING)


def test_a_refused_attempt_ends_the_track_and_returns_its_charge() -> None:
    decision = after(make.sending(), ev.Refused(1, Failure("copyrighted")))
    assert decision.track == moved(
        make.sending(),
        status=Status.FAILED,
        stage=Stage.ERROR,
        failure="copyrighted",
        refunded=10,
        failed_at=NOW,
        due_at=None,
        answer=Answer(Status.FAILED, None, "copyrighted"),
    )
    refund = Entry("track-1.refund", "user-1", 10, EntryType.REFUND, "copyrighted", NOW, "track-1")
    assert (decision.entries, decision.frees_slot, decision.deletes) == ((refund,), True, False)


def test_what_cost_nothing_is_not_refunded() -> None:
    decision = after(make.sending(charged=0), ev.Refused(1, Failure("copyrighted")))
    assert (decision.entries, decision.track.refunded) == ((), 0)


def test_a_lost_answer_leaves_the_attempt_to_its_callback() -> None:
    assert after(make.sending(), ev.AnswerLost(1)).track == moved(make.sending(), answer=Answer(Status.PENDING))


@pytest.mark.parametrize(("already", "base"), [(0, 2.0), (1, 4.0), (2, 6.0)])
def test_a_retryable_failure_closes_the_attempt_and_queues_the_next(already: int, base: float) -> None:
    track = make.playable(resubmissions=already)
    submit_at = NOW + timedelta(seconds=wait("track-1", already + 1, base))
    decision = after(track, ev.Failed(BUSY, "task-1", 1))
    assert decision.track == moved(
        track,
        submission=Submission.QUEUED,
        resubmissions=already + 1,
        closed_attempt=1,
        task_id=None,
        seen=Stage.QUEUED,
        lead=None,
        submit_at=submit_at,
        due_at=submit_at,
    )
    assert (decision.entries, decision.frees_slot) == ((), False)


def test_after_three_new_submissions_the_failure_is_final() -> None:
    assert MAX_RESUBMISSIONS == 3
    decision = after(make.playable(resubmissions=3), ev.Failed(BUSY, "task-1", 1))
    assert (decision.track.status, decision.track.failure) == (Status.FAILED, "provider_busy")
    assert [entry.amount for entry in decision.entries] == [10]


def test_a_permanent_failure_is_not_tried_again() -> None:
    decision = after(make.accepted(), ev.Failed(Failure("copyrighted"), "task-1", 1))
    assert (decision.track.status, decision.track.failure) == (Status.FAILED, "copyrighted")
    assert (decision.track.failed_at, [entry.created_at for entry in decision.entries]) == (NOW, [NOW])
