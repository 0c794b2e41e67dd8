"""A track of a run: held until it is released, cancelled with its run, and heard to the end where it plays."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from reprise.domain import events as ev
from reprise.domain.credits import refund
from reprise.domain.states import Stage, Status, Submission
from reprise.domain.track import Failure, Track
from tests.unit.domain import make
from tests.unit.domain import make_runs as runs
from tests.unit.domain.make import NOW, A, B, after, moved
from tests.unit.domain.make_runs import ours

DEADLINE = NOW + timedelta(minutes=5)
RELEASE = ev.Released("token-1", DEADLINE)

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
