"""A run in its owner's hands: started, started again, told about, cancelled, deleted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from reprise.domain.run_events import Ended
from reprise.domain.run_lifecycle import apply
from reprise.domain.runs import RunStatus
from reprise.domain.states import Status, Submission
from reprise.domain.track import Track
from reprise.edge.clock import utc_now
from tests.integration.handlers import journeys
from tests.integration.handlers.journeys import SEGMENTS, call, created, kept, part, shown, started
from tests.integration.handlers.posting import LIMITS, USER, problem, rich
from tests.integration.handlers.world import World

SECRET = "Я боюсь завтрашнего дня"


def all_parts(world: World, run_id: str) -> list[tuple[Status, Submission]]:
    return [
        (track.status, track.submission)
        for track in (part(world, run_id, index) for index in range(len(kept(world, run_id).tracks)))
    ]


def fail(world: World, run_id: str) -> None:
    """As the state machine leaves a run whose first segment failed, when all has been cleared up."""
    journeys.ruin(world, part(world, run_id))
    before = kept(world, run_id)
    failed = apply(before, Ended(RunStatus.FAILED, 1), utc_now())
    journeys.keep(world, failed)
    journeys.follow_run(world, before, failed)


class TestStarting:
    def test_all_segments_are_made_held_and_charged_at_once(self, world: World) -> None:
        rich(world)
        run_id = created(world)
        status, body, headers = call(world, "run", run_id)
        assert (status, body) == (202, {"runId": run_id, "executionId": f"{run_id}-1"})
        assert set(LIMITS) <= set(headers)
        assert all_parts(world, run_id) == [(Status.PENDING, Submission.HELD)] * SEGMENTS
        assert (world.profile(USER).balance, world.ledger(USER)) == (50, [-10] * SEGMENTS)
        assert (world.profile(USER).day_count, world.profile(USER).minute_count) == (SEGMENTS, 0)
        assert world.provider.creates == []
        assert world.waiting("SubmissionsQueue") == 0

    def test_one_that_runs_is_told_and_not_charged_again(self, world: World) -> None:
        rich(world)
        run_id = started(world)
        status, body, _ = call(world, "run", run_id)
        assert (status, body) == (200, {"runId": run_id, "executionId": f"{run_id}-1"})
        assert (world.profile(USER).balance, len(world.rows("TracksTable"))) == (50, SEGMENTS)

    @pytest.mark.parametrize("status", [RunStatus.READY, RunStatus.CANCELLED])
    def test_one_that_has_come_to_its_end_is_not_started_again(self, world: World, status: RunStatus) -> None:
        rich(world)
        run_id = started(world)
        journeys.keep(world, replace(kept(world, run_id), status=status, due_at=None))
        assert problem(call(world, "run", run_id)) == (409, "conflict")
        assert world.profile(USER).balance == 50

    def test_of_one_that_failed_only_what_is_not_complete_is_made_again(self, world: World) -> None:
        run_id = started(world)
        whole = journeys.deliver(world, part(world, run_id, 1))
        before = {*kept(world, run_id).segments}
        fail(world, run_id)
        status, body, _ = call(world, "run", run_id)
        run = kept(world, run_id)
        assert (status, body["executionId"], run.status) == (202, f"{run_id}-2", RunStatus.CREATING)
        assert before & {*run.segments} == {run.segments[1]} == {whole.track_id}
        segments = [segment["status"] for segment in shown(world, run_id)["segments"]]
        assert segments == ["queued", "complete", *["queued"] * 3]

    def test_that_is_charged_again_and_has_the_runs_slot_again(self, world: World) -> None:
        rich(world)
        run_id = started(world)
        journeys.deliver(world, part(world, run_id, 1))
        fail(world, run_id)
        between = world.profile(USER)
        call(world, "run", run_id)
        assert (between.running, world.profile(USER).running) == (frozenset(), frozenset({run_id}))
        assert world.profile(USER).balance == between.balance - 40
        body = shown(world, run_id)
        assert (body["creditsCharged"], body["creditsRefunded"], body["failedAt"]) == (9, 4, None)

    def test_what_was_replaced_goes_with_the_run(self, world: World) -> None:
        run_id = started(world)
        fail(world, run_id)
        call(world, "run", run_id)
        assert len(world.rows("TracksTable")) == 2 * SEGMENTS
        call(world, "delete", run_id)
        assert (world.rows("TracksTable"), world.rows("RunsTable")) == ([], [])

    def test_a_slot_waits_for_what_was_replaced_too(self, world: World) -> None:
        run_id = started(world)
        fail(world, run_id)
        replaced = part(world, run_id)
        call(world, "run", run_id)
        world.keep(replace(replaced, lingers=True, due_at=utc_now()))
        call(world, "cancel", run_id)
        assert world.profile(USER).running == frozenset({run_id})

    def test_a_failed_run_that_nobody_has_cleared_up_yet_is_cleared_first(self, world: World) -> None:
        rich(world)
        run_id = started(world)
        busy = journeys.take(world, part(world, run_id, 1))
        journeys.ruin(world, part(world, run_id))
        journeys.keep(world, apply(kept(world, run_id), Ended(RunStatus.FAILED, 1), utc_now()))
        assert call(world, "run", run_id)[0] == 202
        cancelled = world.track(busy.track_id)
        assert cancelled
        assert (cancelled.status, cancelled.lingers) == (Status.FAILED, True)
        assert busy.track_id not in kept(world, run_id).segments
        assert world.profile(USER).running == frozenset({run_id})
        # 50 for the first start, 40 came back (the first one's was only said to have), 50 again.
        assert world.profile(USER).balance == 100 - 50 + 40 - 50
        assert shown(world, run_id)["creditsRefunded"] == 5


class TestAmongTracks:
    def test_segments_are_in_no_list_of_tracks(self, world: World) -> None:
        run_id = started(world)
        journeys.deliver(world, part(world, run_id))
        for query in ({}, {"taskType": "segment"}, {"status": "completed"}):
            _, body, _ = world.http("library.list_tracks", USER, query=query)
            assert body["items"] == []

    def test_a_segment_is_signed_by_its_id_once_it_is_stored(self, world: World) -> None:
        track = part(world, started(world))
        sign = {"body": {"segmentId": track.track_id}}
        assert problem(world.http("sign_track.post_sign_track", USER, **sign)) == (409, "conflict")
        journeys.deliver(world, track)
        status, body, _ = world.http("sign_track.post_sign_track", USER, **sign)
        assert (status, f"runs/{track.run_id}/{track.track_id}.mp3" in body["url"]) == (200, True)

    @pytest.mark.parametrize("make_one", [journeys.deliver, journeys.take, journeys.ruin])
    def test_a_part_of_a_run_is_not_deleted_alone(
        self, world: World, make_one: Callable[[World, Track], Track]
    ) -> None:
        track = make_one(world, part(world, started(world)))
        answer = world.http("library.delete_track", USER, path={"trackId": track.track_id})
        assert problem(answer) == (409, "conflict")
        assert world.track(track.track_id) is not None
        assert problem(world.http("library.delete_track", "user-2", path={"trackId": track.track_id}))[0] == 404
