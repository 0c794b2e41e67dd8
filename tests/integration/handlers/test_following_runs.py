"""What follows from changes of runs and of their tracks: executions start and stop, waiters are told, slots freed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reprise.domain.runs import Cancelled, Ended, Event, Looked, Noted, Run, RunStatus, Started, apply
from reprise.domain.track import Status
from reprise.edge.clock import utc_now
from tests.integration.handlers import journeys
from tests.integration.handlers.journeys import SEGMENTS, call, created, follow_run, follow_track, kept, part, started
from tests.integration.handlers.posting import USER, rich
from tests.integration.handlers.world import World
from tests.unit.domain import make

DONE = {"batchItemFailures": []}


def moved(world: World, run_id: str, event: Event) -> tuple[Run, Run]:
    """A run before and after an event, which is kept and told by the stream."""
    before = kept(world, run_id)
    after = apply(before, event, utc_now())
    journeys.keep(world, after)
    assert follow_run(world, before, after) == DONE
    return before, after


class TestExecutions:
    def test_a_run_that_is_set_in_motion_has_an_execution(self, world: World) -> None:
        run_id = created(world)
        before = kept(world, run_id)
        call(world, "run", run_id)
        for _ in range(2):
            assert follow_run(world, before, kept(world, run_id)) == DONE
        expected = {"runId": run_id, "execution": 1, "segments": list(range(SEGMENTS))}
        assert world.machine.started == {f"{run_id}-1": expected}

    def test_so_has_one_that_starts_with_its_creation(self, world: World) -> None:
        run_id = started_at_once = created(world, autoStart=True)
        follow_run(world, None, kept(world, run_id))
        assert list(world.machine.started) == [f"{started_at_once}-1"]

    def test_one_that_is_only_created_has_none(self, world: World) -> None:
        run_id = created(world)
        assert follow_run(world, None, kept(world, run_id)) == DONE
        assert world.machine.started == {}

    def test_each_start_has_one_of_its_own(self, world: World) -> None:
        run_id = started(world)
        moved(world, run_id, Started(kept(world, run_id).segments))
        assert list(world.machine.started) == [f"{run_id}-2"]

    @pytest.mark.parametrize("event", [Noted(suds_mid=3), Looked()])
    def test_nothing_follows_from_notes_and_looks(self, world: World, event: Event) -> None:
        moved(world, started(world), event)
        assert (world.machine.started, world.machine.stopped) == ({}, [])

    def test_what_the_machine_refuses_comes_again(self, world: World) -> None:
        run_id = started(world)
        world.machine.faults.append("ThrottlingException")
        assert follow_run(world, None, kept(world, run_id)) != DONE
        assert follow_run(world, None, kept(world, run_id)) == DONE
        assert list(world.machine.started) == [f"{run_id}-1"]


class TestEnds:
    def _running(self, world: World) -> str:
        run_id = started(world)
        follow_run(world, None, kept(world, run_id))
        return run_id

    def test_a_cancelled_runs_execution_is_stopped(self, world: World) -> None:
        run_id = self._running(world)
        before = kept(world, run_id)
        call(world, "cancel", run_id)
        assert follow_run(world, before, kept(world, run_id)) == DONE
        assert world.machine.stopped == [f"{run_id}-1"]

    def test_so_is_a_deleted_ones_while_its_tracks_come_to_their_end(self, world: World) -> None:
        run_id = self._running(world)
        journeys.take(world, part(world, run_id))
        before = kept(world, run_id)
        call(world, "delete", run_id)
        follow_run(world, before, kept(world, run_id))
        assert world.machine.stopped == [f"{run_id}-1"]

    def test_so_is_that_of_one_which_was_gone_at_once(self, world: World) -> None:
        run_id = self._running(world)
        before = kept(world, run_id)
        call(world, "delete", run_id)
        assert journeys.found(world, run_id) is None
        after = replace(before, is_deleted=True, due_at=utc_now())
        assert follow_run(world, before, after) == DONE
        assert follow_run(world, after, None) == DONE
        assert world.machine.stopped == [f"{run_id}-1"]

    @pytest.mark.parametrize("status", [RunStatus.READY, RunStatus.FAILED])
    def test_one_that_comes_to_its_end_by_itself_is_not_stopped_but_cleared_up(
        self, world: World, status: RunStatus
    ) -> None:
        rich(world)
        run_id = self._running(world)
        moved(world, run_id, Ended(status))
        assert world.machine.stopped == []
        assert (world.profile(USER).balance, world.profile(USER).running) == (100, frozenset())
        assert (kept(world, run_id).status, kept(world, run_id).is_cleared) == (status, True)

    def test_an_execution_that_never_came_to_be_need_not_be_stopped(self, world: World) -> None:
        run_id = started(world)
        moved(world, run_id, Cancelled())
        assert world.machine.stopped == []
        assert kept(world, run_id).is_cleared

    def test_a_run_that_was_over_before_is_left_alone(self, world: World) -> None:
        run_id = self._running(world)
        _, over = moved(world, run_id, Cancelled())
        world.machine.stopped.clear()
        assert follow_run(world, over, replace(over, rev=over.rev + 1, suds_end=3)) == DONE
        assert world.machine.stopped == []

    def test_an_old_change_starts_nothing_of_a_run_that_has_gone_on(self, world: World) -> None:
        run_id = created(world)
        before = kept(world, run_id)
        call(world, "run", run_id)
        after = kept(world, run_id)
        call(world, "cancel", run_id)
        follow_run(world, before, after)
        follow_run(world, after, kept(world, run_id))
        assert world.machine.running == set()


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
