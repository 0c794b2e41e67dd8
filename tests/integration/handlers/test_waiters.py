"""What follows from changes of a run's tracks: waiters are told, and a run that is over is cleared up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reprise.domain.states import Status
from tests.integration.handlers import journeys
from tests.integration.handlers.journeys import call, follow_track, kept, part, started
from tests.integration.handlers.posting import USER, rich
from tests.integration.handlers.world import World
from tests.unit.domain import make

DONE: dict[str, list[str]] = {"batchItemFailures": []}


class TestWaiters:
    def test_whoever_waits_for_a_track_is_told_when_it_is_settled(self, world: World) -> None:
        run_id = started(world)
        before = replace(part(world, run_id, 1), waiter="mine")
        settled = journeys.deliver(world, before)
        assert follow_track(world, before, settled) == DONE
        assert world.machine.told == [("mine", {"again": True})]

    @pytest.mark.parametrize(("index", "told"), [(0, "FirstFailed"), (1, {"again": True})])
    def test_a_failure_is_told_too_and_the_user_hears_of_the_run_only(
        self, world: World, index: int, told: object
    ) -> None:
        run_id = started(world)
        before = replace(part(world, run_id, index), waiter="mine")
        follow_track(world, before, replace(before, status=Status.FAILED, failure="copyrighted"))
        assert world.machine.told == [("mine", told)]
        _, body, _ = world.http("account.list_notifications", USER, query={})
        assert body["items"] == []

    def test_one_whose_audio_is_still_to_be_stored_is_not_told_of(self, world: World) -> None:
        run_id = started(world)
        before = replace(part(world, run_id), waiter="mine")
        completed = replace(before, status=Status.COMPLETED, versions=make.versions(make.A))
        follow_track(world, before, completed)
        assert world.machine.told == []

    def test_what_was_settled_before_is_not_told_again(self, world: World) -> None:
        run_id = started(world)
        settled = journeys.deliver(world, replace(part(world, run_id), waiter="mine"))
        follow_track(world, settled, replace(settled, rev=settled.rev + 1))
        assert world.machine.told == []

    def test_nobody_is_told_where_nobody_waits(self, world: World) -> None:
        run_id = started(world)
        before = part(world, run_id)
        follow_track(world, before, journeys.deliver(world, before))
        assert world.machine.told == []

    def test_a_waiter_that_cannot_be_told_keeps_nobody_else_from_being_told(
        self, world: World, caplog: pytest.LogCaptureFixture
    ) -> None:
        run_id = started(world)
        before = replace(part(world, run_id), waiter="a-token-of-someone")
        world.machine.faults.append("ThrottlingException")
        assert follow_track(world, before, journeys.deliver(world, before)) == DONE
        (line,) = (vars(one) for one in caplog.records if one.message == "waiter_untold")
        assert (line["run_id"], line["track_id"]) == (run_id, before.track_id)
        assert not any("a-token-of-someone" in str(vars(one)) for one in caplog.records)


class TestLastTracks:
    def test_a_run_that_is_over_is_cleared_with_the_last_of_its_tracks(self, world: World) -> None:
        rich(world)
        run_id = started(world)
        playing = [
            journeys.take(world, part(world, run_id, index), versions=make.versions(make.STREAM_A), lead=0)
            for index in (0, 1)
        ]
        call(world, "cancel", run_id)
        for track, free in zip(playing, (False, True), strict=True):
            follow_track(world, track, journeys.deliver(world, track))
            assert (world.profile(USER).running == frozenset()) is free

    def test_the_end_of_a_track_ends_no_run_that_moves(self, world: World) -> None:
        rich(world)
        run_id = started(world)
        before = journeys.take(world, part(world, run_id))
        follow_track(world, before, journeys.deliver(world, before))
        assert (kept(world, run_id).over, world.profile(USER).running) == (False, frozenset({run_id}))

    def test_a_track_without_its_run_is_no_failure(self, world: World) -> None:
        before = journeys.take(world, replace(make.accepted(), track_id="1" * 32, task_type="segment", run_id="0" * 32))
        assert follow_track(world, before, journeys.deliver(world, before)) == DONE

    def test_a_deleted_parts_object_goes_with_it(self, world: World) -> None:
        run_id = started(world)
        track = journeys.deliver(world, part(world, run_id))
        bucket, s3 = world.plan.buckets[0], world.surroundings.s3
        keys = [f"runs/{run_id}/{name}.mp3" for name in (track.track_id, f"{track.track_id}0")]
        for key in keys:
            s3.put_object(Bucket=bucket, Key=key, Body=b"x")
        follow_track(world, track, None)
        left = [item["Key"] for item in s3.list_objects_v2(Bucket=bucket, Prefix="runs/").get("Contents", [])]
        s3.delete_object(Bucket=bucket, Key=keys[1])
        assert left == keys[1:]
