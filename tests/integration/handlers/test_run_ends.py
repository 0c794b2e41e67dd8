"""A run that its owner wants no more of: what is paid back, what goes, and when its slot is free."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reprise.domain.accounts import Plan
from reprise.domain.runs import RunStatus
from tests.integration.handlers import journeys
from tests.integration.handlers.journeys import SEGMENTS, call, created, found, kept, part, started
from tests.integration.handlers.posting import USER, problem, rich
from tests.integration.handlers.world import World
from tests.unit.domain import make

SECRET = "Я боюсь завтрашнего дня"


class TestCancelling:
    def test_one_that_was_never_started_costs_nothing(self, world: World) -> None:
        rich(world)
        run_id = created(world)
        status, body, _ = call(world, "cancel", run_id)
        assert (status, body["status"], body["creditsRefunded"]) == (200, "cancelled", 0)
        assert body["cancelledAt"]
        assert (world.profile(USER).balance, world.ledger(USER)) == (100, [])

    def test_what_was_not_delivered_is_paid_back_and_what_plays_is_not(self, world: World) -> None:
        rich(world)
        run_id = started(world)
        journeys.deliver(world, part(world, run_id, 0))
        journeys.take(world, part(world, run_id, 1), versions=make.versions(make.STREAM_A), lead=0)
        journeys.take(world, part(world, run_id, 2))
        status, body, _ = call(world, "cancel", run_id)
        assert (status, body["status"], body["creditsCharged"], body["creditsRefunded"]) == (200, "cancelled", 5, 3)
        assert [segment["status"] for segment in body["segments"]] == ["complete", "first", *["failed"] * 3]
        assert (world.profile(USER).balance, sum(world.ledger(USER))) == (80, -20)

    def test_its_slot_is_free_when_its_last_task_has_ended(self, world: World) -> None:
        rich(world)
        run_id = started(world)
        busy = journeys.take(world, part(world, run_id))
        call(world, "cancel", run_id)
        assert world.profile(USER).running == frozenset({run_id})
        lingering = part(world, run_id)
        assert (lingering.lingers, lingering.due_at) == (True, busy.deadline_at)
        ended = replace(lingering, lingers=False, due_at=None)
        world.keep(ended)
        journeys.follow_track(world, lingering, ended)
        assert world.profile(USER).running == frozenset()
        assert kept(world, run_id).is_cleared

    def test_where_nothing_is_under_way_its_slot_is_free_at_once(self, world: World) -> None:
        rich(world, Plan.FREE)
        call(world, "cancel", started(world))
        assert world.profile(USER).running == frozenset()
        started(world)

    def test_twice_is_once(self, world: World) -> None:
        rich(world)
        run_id = started(world)
        first, second = (call(world, "cancel", run_id)[:2] for _ in range(2))
        assert first == second
        assert sorted(world.ledger(USER)) == [-10] * SEGMENTS + [10] * SEGMENTS

    @pytest.mark.parametrize("status", [RunStatus.READY, RunStatus.FAILED])
    def test_what_has_come_to_its_end_is_not_cancelled(self, world: World, status: RunStatus) -> None:
        run_id = started(world)
        journeys.keep(world, replace(kept(world, run_id), status=status, due_at=None))
        assert problem(call(world, "cancel", run_id)) == (409, "conflict")


class TestDeleting:
    def test_a_run_goes_with_its_tracks_objects_and_notes(self, world: World) -> None:
        run_id = started(world)
        call(world, "patch", run_id, body={"notes": SECRET})
        tracks = [journeys.deliver(world, part(world, run_id, index)) for index in range(SEGMENTS)]
        before = kept(world, run_id)
        journeys.keep(world, replace(before, status=RunStatus.READY, due_at=None))
        bucket, s3 = world.plan.buckets[0], world.surroundings.s3
        for key in (f"runs/{run_id}/{tracks[0].track_id}.mp3", f"runs/{run_id}/left.mp3", f"runs/{run_id}0/other.mp3"):
            s3.put_object(Bucket=bucket, Key=key, Body=b"x")
        assert call(world, "delete", run_id)[:2] == (204, None)
        assert (world.rows("RunsTable"), world.rows("TracksTable")) == ([], [])
        journeys.follow_run(world, before, None)
        left = [item["Key"] for item in s3.list_objects_v2(Bucket=bucket, Prefix="runs/").get("Contents", [])]
        s3.delete_object(Bucket=bucket, Key=f"runs/{run_id}0/other.mp3")
        assert left == [f"runs/{run_id}0/other.mp3"]

    @pytest.mark.parametrize("name", ["get", "delete", "patch", "run", "cancel"])
    def test_it_is_not_there_any_more(self, world: World, name: str) -> None:
        run_id = started(world)
        journeys.take(world, part(world, run_id))
        call(world, "delete", run_id)
        assert found(world, run_id) is not None
        assert problem(call(world, name, run_id)) == (404, "not_found")
        _, body, _ = world.http("parcours.list_parcours", USER, query={})
        assert body["items"] == []

    def test_a_running_one_is_cancelled_first(self, world: World) -> None:
        rich(world)
        run_id = started(world)
        journeys.deliver(world, part(world, run_id))
        assert call(world, "delete", run_id)[0] == 204
        assert (world.profile(USER).balance, world.profile(USER).running) == (90, frozenset())
        assert (world.rows("RunsTable"), world.rows("TracksTable")) == ([], [])

    def test_what_its_provider_works_on_goes_when_that_has_ended_and_its_notes_at_once(self, world: World) -> None:
        rich(world)
        run_id = started(world)
        call(world, "patch", run_id, body={"notes": SECRET})
        journeys.take(world, part(world, run_id))
        call(world, "delete", run_id)
        assert (kept(world, run_id).notes, world.profile(USER).running) == (None, frozenset({run_id}))
        (row,) = world.rows("TracksTable")
        lingering = world.track(row["track_id"])
        assert lingering
        ended = replace(lingering, lingers=False, due_at=None)
        world.keep(ended)
        journeys.follow_track(world, lingering, ended)
        assert (world.rows("TracksTable"), world.rows("RunsTable")) == ([], [])
        assert (world.profile(USER).balance, world.profile(USER).running) == (100, frozenset())

    def test_one_that_was_never_started_goes_at_once_and_frees_no_slot(self, world: World) -> None:
        rich(world, running=frozenset({"other"}))
        run_id = created(world)
        call(world, "delete", run_id)
        assert (world.rows("RunsTable"), world.profile(USER).running) == ([], frozenset({"other"}))
