"""A track of a run: held until it is released, cancelled with its run, and heard to the end where it plays."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from reprise.domain import events as ev
from reprise.domain.credits import refund
from reprise.domain.track import Failure, Stage, Status, Submission, Track
from reprise.domain.versions import Asset, Copy
from tests.unit.domain import make
from tests.unit.domain import make_runs as runs
from tests.unit.domain.make import NOW, STREAM_A, A, B, after, moved, versions

DEADLINE = NOW + timedelta(minutes=5)
RELEASE = ev.Released("token-1", DEADLINE)
IN_RUN: dict[str, Any] = {"task_type": "segment", "run_id": runs.RUN, "run_index": 0}


def ours(made: Track, **changes: Any) -> Track:
    """The same track as a part of a run."""
    return replace(made, **IN_RUN, **changes)


QUEUED, SENDING, ACCEPTED = ours(make.queued()), ours(make.sending()), ours(make.accepted())
PLAYABLE, WAITING = ours(make.playable()), ours(make.waiting())


class TestHeld:
    def test_it_is_neither_due_nor_waiting_nor_out(self) -> None:
        held = runs.held()
        assert (held.due_at, held.submit_at, held.waits, held.is_out, held.settled) == (None, None, False, False, False)

    @pytest.mark.parametrize(
        "event",
        [
            ev.Claimed("hash", DEADLINE),
            ev.Revisit(DEADLINE),
            ev.Rerouted("suno:main#1"),
            ev.Asked(DEADLINE),
            ev.Deferred(1),
            ev.Refused(1, Failure("copyrighted")),
            ev.Accepted(1, "task-1"),
            ev.AnswerLost(1),
            ev.Progress(Stage.COMPLETE, (A, B), "task-1"),
            ev.Failed(Failure("provider_error"), "task-1"),
        ],
        ids=lambda event: type(event).__name__,
    )
    def test_nobody_sends_it_and_nothing_is_told_of_it(self, event: ev.Event) -> None:
        held = runs.held()
        assert after(held, event).track is held


class TestReleased:
    def test_it_goes_into_its_line_with_a_time_of_its_own(self) -> None:
        assert after(runs.held(), RELEASE).track == moved(
            runs.held(),
            submission=Submission.QUEUED,
            waiter="token-1",
            released_at=NOW,
            submit_at=NOW,
            due_at=NOW,
            deadline_at=DEADLINE,
        )

    def test_its_last_call_is_counted_from_the_release(self) -> None:
        assert after(runs.held(), RELEASE).track.last_call_at == NOW + timedelta(minutes=4)

    @pytest.mark.parametrize("track", [QUEUED, SENDING, ACCEPTED, PLAYABLE, WAITING])
    def test_one_that_is_under_way_has_a_new_waiter_and_nothing_else(self, track: Track) -> None:
        assert after(track, RELEASE).track == moved(track, waiter="token-1")

    def test_the_same_waiter_again_is_nothing_new(self) -> None:
        track = replace(ACCEPTED, waiter="token-1")
        assert after(track, RELEASE).track is track

    def test_one_whose_audio_is_still_to_be_stored_has_a_new_waiter(self) -> None:
        track = ours(make.completed(waiter="old"))
        assert after(track, RELEASE).track.waiter == "token-1"

    @pytest.mark.parametrize("track", [runs.delivered(waiter="old"), runs.broken(waiter="old")])
    def test_of_a_settled_one_nobody_has_to_wait(self, track: Track) -> None:
        assert after(track, RELEASE).track is track


class TestCancelled:
    @pytest.mark.parametrize(
        ("track", "lingers"),
        [(runs.held(), False), (QUEUED, False), (SENDING, True), (ACCEPTED, True), (WAITING, False)],
        ids=["held", "queued", "sending", "accepted", "waiting"],
    )
    def test_what_nobody_can_hear_is_paid_back(self, track: Track, *, lingers: bool) -> None:
        decision = after(track, ev.Cancelled())
        assert decision.entries == (refund("user-1", track.track_id, 10, "cancelled", NOW),)
        cancelled = decision.track
        assert (cancelled.status, cancelled.failure, cancelled.refunded) == (Status.FAILED, "cancelled", 10)
        assert (cancelled.lingers, cancelled.is_out) == (lingers, lingers)
        assert cancelled.due_at == (track.deadline_at if lingers else None)

    def test_no_slot_is_freed_as_a_part_of_a_run_has_none(self) -> None:
        for track in (runs.held(), QUEUED, ACCEPTED):
            assert not after(track, ev.Cancelled()).frees_slot
        assert after(make.accepted(), ev.Failed(Failure("copyrighted"), "task-1", 1)).frees_slot

    def test_a_permit_stays_taken_as_long_as_the_provider_works(self) -> None:
        assert after(replace(ACCEPTED, permit=3), ev.Cancelled()).track.permit == 3
        assert after(replace(QUEUED, permit=3), ev.Cancelled()).track.permit is None

    def test_an_extension_costs_nothing_and_brings_nothing_back(self) -> None:
        extension = replace(ACCEPTED, task_type="extension", charged=0)
        decision = after(extension, ev.Cancelled())
        assert (decision.entries, decision.track.status) == ((), Status.FAILED)

    @pytest.mark.parametrize("track", [PLAYABLE, ours(make.completed()), runs.delivered(), runs.broken()])
    def test_what_plays_and_what_has_ended_stay_as_they_are(self, track: Track) -> None:
        assert after(track, ev.Cancelled()).track is track

    def test_what_plays_comes_to_its_end(self) -> None:
        spared = after(PLAYABLE, ev.Cancelled()).track
        assert after(spared, ev.Progress(Stage.COMPLETE, (A, B), "task-1", 1)).track.status is Status.COMPLETED


LINGERING = after(ACCEPTED, ev.Cancelled()).track
SENT_LINGERING = after(SENDING, ev.Cancelled()).track


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

    def test_once_it_has_ended_it_can_be_deleted(self) -> None:
        ended = after(LINGERING, ev.DeadlinePassed()).track
        decision = after(ended, ev.Deleted())
        assert (decision.deletes, decision.entries) == (True, ())


class TestSettled:
    def test_a_part_of_a_run_is_settled_when_its_lead_is_stored_or_refused(self) -> None:
        completed = after(PLAYABLE, ev.Progress(Stage.COMPLETE, (A, B), "task-1", 1)).track
        assert (completed.status, completed.settled, completed.copied_places) == (Status.COMPLETED, False, (0,))
        for copy in (Copy(Asset.AUDIO, "k", 9, "sha"), Copy(Asset.AUDIO, refusal="expired")):
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
