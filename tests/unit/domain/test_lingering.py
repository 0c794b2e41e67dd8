"""How a track ends that its provider works on: cancelled with its run, deleted by its owner, or settled."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from reprise.domain import events as ev
from reprise.domain.states import Stage, Status, Submission
from reprise.domain.track import Failure
from reprise.domain.versions import Asset, Copy
from tests.unit.domain import make
from tests.unit.domain import make_runs as runs
from tests.unit.domain.make import NOW, STREAM_A, A, B, after, moved, versions
from tests.unit.domain.make_runs import ours

DEADLINE = NOW + timedelta(minutes=5)
QUEUED, SENDING, ACCEPTED = ours(make.queued()), ours(make.sending()), ours(make.accepted())
PLAYABLE, WAITING = ours(make.playable()), ours(make.waiting())
LINGERING, SENT_LINGERING = (after(track, ev.Cancelled()).track for track in (ACCEPTED, SENDING))


class TestLingering:
    @pytest.mark.parametrize(
        "event",
        [
            ev.Progress(Stage.COMPLETE, (A, B), "task-1", 1),
            ev.Progress(Stage.COMPLETE, (A, B), "task-1"),
            ev.Failed(Failure("provider_error", retryable=True), "task-1", 1),
            ev.Failed(Failure("copyrighted"), "task-1"),
            ev.Refused(1, Failure("copyrighted")),
            ev.Deferred(1),
            ev.Finished(1, (make.RAIN,)),
            ev.DeadlinePassed(),
        ],
        ids=lambda event: type(event).__name__,
    )
    @pytest.mark.parametrize("permit", [None, 3])
    def test_it_ends_with_its_providers_task_or_at_its_deadline(self, event: ev.Event, permit: int | None) -> None:
        decision = after(replace(LINGERING, permit=permit), event)
        assert decision.track == moved(LINGERING, lingers=False, due_at=None, permit=None)
        assert (decision.entries, decision.frees_slot, decision.deletes) == ((), False, False)
        assert not decision.track.is_out

    @pytest.mark.parametrize(
        "event",
        [
            ev.Progress(Stage.FIRST, (STREAM_A,), "task-1", 1),
            ev.Progress(Stage.TEXT, (), "task-1", 1),
            ev.Progress(Stage.COMPLETE, (A, B), "task-9", 1),
            ev.Progress(Stage.COMPLETE, (A, B), "task-1", 2),
            ev.Progress(Stage.COMPLETE, (A, B)),
            ev.Failed(Failure("provider_error"), "task-9"),
            ev.Accepted(1, "task-1"),
            ev.Accepted(2, "task-2"),
            ev.AnswerLost(1),
            ev.Refused(2, Failure("copyrighted")),
            ev.Deferred(2),
            ev.Revisit(DEADLINE),
            ev.Claimed("hash", DEADLINE),
            ev.Copied({0: (Copy(Asset.AUDIO, "k", 9, "sha"),)}),
            ev.Cancelled(),
            ev.Deleted(),
            ev.Preferred(0),
        ],
        ids=lambda event: type(event).__name__,
    )
    def test_nothing_else_matters(self, event: ev.Event) -> None:
        decision = after(LINGERING, event)
        assert (decision.track, decision.deletes) == (LINGERING, False)
        assert decision.track is LINGERING

    def test_one_whose_task_id_nobody_knew_ends_by_the_urls_token(self) -> None:
        ended = after(SENT_LINGERING, ev.Progress(Stage.COMPLETE, (A, B), "task-1", 1)).track
        assert (ended.lingers, ended.versions) == (False, ())

    def test_its_provider_can_be_asked_about_it_one_question_at_a_time(self) -> None:
        decision = after(LINGERING, ev.Asked())
        assert decision.track == moved(LINGERING, asked_at=NOW, updated_at=LINGERING.updated_at)
        assert after(decision.track, ev.Asked()).track is decision.track

    def test_an_answer_that_comes_later_says_what_to_ask_about(self) -> None:
        accepted = after(SENT_LINGERING, ev.Accepted(1, "task-1")).track
        assert (accepted.task_id, accepted.submission, accepted.lingers) == ("task-1", Submission.ACCEPTED, True)

    def test_one_that_its_owner_deleted_goes_with_its_end_and_its_slot_is_free(self) -> None:
        for sent in (make.sending(), make.accepted(), make.playable()):
            deleted = after(sent, ev.Deleted()).track
            assert after(deleted, ev.Progress(Stage.FIRST, (STREAM_A,), "task-1", 1)).track is deleted
            for end in (ev.Progress(Stage.COMPLETE, (A, B), "task-1", 1), ev.DeadlinePassed()):
                decision = after(deleted, end)
                assert (decision.deletes, decision.frees_slot, decision.entries) == (True, True, ())

    def test_once_it_has_ended_it_can_be_deleted(self) -> None:
        ended = after(LINGERING, ev.DeadlinePassed()).track
        decision = after(ended, ev.Deleted())
        assert (decision.deletes, decision.entries) == (True, ())


class TestSettled:
    def test_a_part_of_a_run_is_settled_when_its_lead_is_stored_or_refused(self) -> None:
        completed = after(PLAYABLE, ev.Progress(Stage.COMPLETE, (A, B), "task-1", 1)).track
        assert (completed.status, completed.settled, completed.copied_places) == (Status.COMPLETED, False, (0,))
        for copy in (Copy(Asset.AUDIO, "k", 9, "sha"), Copy(Asset.AUDIO, refusal="content")):
            settled = after(completed, ev.Copied({0: (copy,)})).track
            assert (settled.settled, settled.due_at) == (True, None)

    def test_of_its_lead_only_the_audio_is_missing(self) -> None:
        covered = replace(A, cover_url="https://files.example/a.jpg", video_url="https://files.example/a.mp4")
        track = ours(make.completed(versions=versions(covered, B)))
        assert [track.missing(place) for place in (0, 1)] == [{Asset.AUDIO: A.audio_url}, {}]

    def test_the_lead_is_fixed_at_the_end_where_no_first_has_said_it(self) -> None:
        completed = after(ACCEPTED, ev.Progress(Stage.COMPLETE, (A, B), "task-1", 1)).track
        assert completed.lead == 0
        assert after(completed, ev.Progress(Stage.FIRST, (B,), "task-1", 1)).track.lead == 0

    def test_one_more_clip_after_the_end_does_not_unsettle_it(self) -> None:
        settled = replace(runs.delivered(), task_id="task-1", due_at=None)
        more = after(settled, ev.Progress(Stage.COMPLETE, (B,), "task-1", 1)).track
        assert (len(more.versions), more.settled, more.due_at) == (2, True, None)

    def test_it_is_not_settled_while_it_is_under_way(self) -> None:
        assert not any(track.settled for track in (runs.held(), QUEUED, SENDING, ACCEPTED, PLAYABLE, WAITING))
        assert runs.broken().settled
