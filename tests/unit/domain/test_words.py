"""Words for a song: the answer or a callback brings them, nothing is copied, and a failure costs nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reprise.domain import events as ev
from reprise.domain.credits import Entry, EntryType
from reprise.domain.decision import Decision
from reprise.domain.states import Answer, Stage, Status, Submission
from reprise.domain.track import Failure, Track
from reprise.domain.versions import Text
from tests.unit.domain import make
from tests.unit.domain.make import BEFORE, NOW, RAIN, after, moved

OTHER = Text("[Verse]\nSun")
TAKEN = make.words(submission=Submission.ACCEPTED, status=Status.PROCESSING, stage=Stage.SUBMITTED, task_id="task-1")
WAITING = make.words(submission=Submission.QUEUED, submit_at=NOW)


def ended(track: Track, *texts: Text) -> Track:
    """The track when these texts have ended it."""
    return moved(
        track,
        status=Status.COMPLETED,
        stage=Stage.COMPLETE,
        seen=Stage.COMPLETE,
        submission=Submission.ACCEPTED,
        texts=texts,
        text_at=NOW,
        completed_at=NOW,
        due_at=None,
        permit=None,
    )


def news(stage: Stage, *texts: Text) -> ev.Progress:
    return ev.Progress(stage, task_id="task-1", attempt=1, texts=texts)


def failure(track: Track, code: str) -> Decision:
    """The track failed, and its owner has the charge back."""
    lost = moved(track, status=Status.FAILED, stage=Stage.ERROR, failure=code, refunded=1, failed_at=NOW, due_at=None)
    refund = Entry("track-1.refund", "user-1", 1, EntryType.REFUND, code, NOW, "track-1")
    return Decision(lost, (refund,), frees_slot=True)


def test_an_answer_that_is_the_result_ends_the_track_with_nothing_to_copy() -> None:
    sent = make.words(permit=3)
    done = ended(sent, RAIN, OTHER)
    assert after(sent, ev.Finished(1, (RAIN, OTHER))) == Decision(
        replace(done, answer=Answer(Status.COMPLETED)), frees_slot=True
    )


def test_an_answer_after_a_callback_keeps_its_task_the_first_moment_and_the_first_answer() -> None:
    told = replace(TAKEN, text_at=BEFORE, answer=Answer(Status.PENDING))
    assert after(told, ev.Finished(1, (RAIN,))).track == replace(ended(told, RAIN), text_at=BEFORE)


@pytest.mark.parametrize("attempt", [0, 2])
def test_the_result_of_another_attempt_changes_nothing(attempt: int) -> None:
    assert after(make.words(), ev.Finished(attempt, (RAIN,))) == Decision(make.words())


def test_the_result_of_an_attempt_that_was_given_up_changes_nothing() -> None:
    assert after(WAITING, ev.Finished(1, (RAIN,))).track is WAITING


def test_what_has_ended_takes_no_other_result() -> None:
    done = ended(TAKEN, RAIN)
    assert after(done, ev.Finished(1, (OTHER,))).track is done


def test_a_callback_ends_the_track_with_its_text() -> None:
    assert after(TAKEN, news(Stage.COMPLETE, RAIN)) == Decision(ended(TAKEN, RAIN), frees_slot=True)


def test_a_complete_without_a_text_is_not_the_end_and_the_text_that_was_told_before_stays() -> None:
    assert after(TAKEN, news(Stage.COMPLETE)).track == moved(TAKEN, stage=Stage.TEXT, seen=Stage.TEXT, text_at=NOW)
    told = after(TAKEN, news(Stage.TEXT, RAIN)).track
    assert told == moved(TAKEN, stage=Stage.TEXT, seen=Stage.TEXT, text_at=NOW, texts=(RAIN,))
    assert after(told, news(Stage.COMPLETE)).track == ended(told, RAIN)
    assert after(told, news(Stage.COMPLETE, OTHER)).track == ended(told, OTHER)


def test_a_text_is_all_that_a_deadline_needs() -> None:
    told = after(TAKEN, news(Stage.TEXT, RAIN)).track
    assert after(told, ev.DeadlinePassed()) == Decision(ended(told, RAIN), frees_slot=True)
    assert after(TAKEN, ev.DeadlinePassed()) == failure(TAKEN, "timeout")


def test_a_refusal_gives_the_tenth_of_a_credit_back() -> None:
    assert after(TAKEN, ev.Failed(Failure("copyrighted"), "task-1", 1)) == failure(TAKEN, "copyrighted")


def test_the_texts_of_an_attempt_that_the_provider_gave_up_are_forgotten() -> None:
    told = after(TAKEN, news(Stage.TEXT, RAIN)).track
    again = after(told, ev.Failed(Failure("provider_busy", retryable=True), "task-1", 1)).track
    assert (again.submission, again.texts) == (Submission.QUEUED, ())
