"""How a run ends: long enough, made longer until it is, or broken without its first segment."""

from __future__ import annotations

from dataclasses import replace

from reprise.domain.runs import RunStatus
from reprise.domain.states import Submission
from reprise.domain.track import Track
from tests.integration.handlers import journeys
from tests.integration.handlers.journeys import SEGMENTS, kept, part, shown, started, step
from tests.integration.handlers.posting import USER, rich
from tests.integration.handlers.world import World
from tests.unit.domain import make

AGAIN, ENOUGH = {"again": True}, {"again": False}


def deliver_all(world: World, run_id: str, seconds: float) -> list[Track]:
    return [journeys.deliver(world, part(world, run_id, index), seconds) for index in range(SEGMENTS)]


class TestLengthening:
    def test_a_run_of_18_minutes_is_ready(self, world: World) -> None:
        rich(world)
        run_id = started(world)
        deliver_all(world, run_id, 216)
        assert step(world, "lengthen", run_id, token="mine") == "ready"
        body = shown(world, run_id)
        assert (body["status"], body["durationSeconds"], len(body["segments"])) == ("ready", 1080, SEGMENTS)
        assert body["readyAt"]
        assert (world.machine.told, world.profile(USER).day_count) == ([("mine", ENOUGH)], SEGMENTS)

    def test_a_shorter_one_is_extended_for_nothing_and_beyond_all_limits(self, world: World) -> None:
        rich(world, day_count=95)
        run_id = started(world)
        *_, last = deliver_all(world, run_id, 200)
        assert step(world, "lengthen", run_id, token="mine") == "released"
        extension = part(world, run_id, SEGMENTS)
        assert (extension.task_type, extension.submission, extension.waiter) == ("extension", Submission.QUEUED, "mine")
        assert extension.sources[0].track_id == last.track_id
        assert (world.profile(USER).balance, world.profile(USER).day_count) == (50, 101)
        assert world.ledger(USER) == [-10] * SEGMENTS
        assert world.machine.told == []

    def test_what_was_left_out_comes_before_any_extension(self, world: World) -> None:
        run_id = started(world)
        for index in (0, 1, 3, 4):
            journeys.deliver(world, part(world, run_id, index), 200)
        assert step(world, "lengthen", run_id, token="mine") == "released"
        assert (part(world, run_id, 2).waiter, kept(world, run_id).extensions) == ("mine", ())

    def test_as_long_as_audio_is_not_stored_nobody_knows_how_long_the_run_is(self, world: World) -> None:
        run_id = started(world)
        deliver_all(world, run_id, 216)
        bare = replace(part(world, run_id, 4), versions=make.versions(make.A))
        world.keep(bare)
        assert step(world, "lengthen", run_id, token="mine") == "released"
        assert (part(world, run_id, 4).waiter, kept(world, run_id).status) == ("mine", RunStatus.CREATING)

    def test_one_extension_at_a_time_however_often_it_is_asked_for(self, world: World) -> None:
        run_id = started(world)
        deliver_all(world, run_id, 200)
        for token in ("first", "second"):
            assert step(world, "lengthen", run_id, token=token) == "released"
        assert len(kept(world, run_id).extensions) == 1
        assert part(world, run_id, SEGMENTS).waiter == "second"

    def test_extensions_follow_one_another_until_it_is_long_enough(self, world: World) -> None:
        run_id = started(world)
        deliver_all(world, run_id, 200)
        for number, seconds in enumerate((240, 290)):
            assert step(world, "lengthen", run_id) == "released"
            journeys.deliver(world, part(world, run_id, SEGMENTS + number), seconds)
        assert part(world, run_id, SEGMENTS + 1).sources[0].track_id == kept(world, run_id).extensions[0]
        assert step(world, "lengthen", run_id) == "ready"
        body = shown(world, run_id)
        assert (body["durationSeconds"], len(body["segments"])) == (1090, SEGMENTS)
        assert body["segments"][-1]["segmentId"] == kept(world, run_id).extensions[1]

    def test_after_three_that_failed_it_is_ready_as_it_is(self, world: World) -> None:
        run_id = started(world)
        deliver_all(world, run_id, 100)
        for number in range(3):
            assert step(world, "lengthen", run_id) == "released"
            journeys.ruin(world, part(world, run_id, SEGMENTS + number))
        assert step(world, "lengthen", run_id) == "ready"
        assert shown(world, run_id)["durationSeconds"] == 500

    def test_what_is_still_held_at_the_end_is_returned(self, world: World) -> None:
        rich(world)
        run_id = started(world)
        for index in range(4):
            journeys.deliver(world, part(world, run_id, index), 310)
        before = kept(world, run_id)
        assert step(world, "lengthen", run_id) == "ready"
        journeys.follow_run(world, before, kept(world, run_id))
        body = shown(world, run_id)
        assert (body["creditsRefunded"], body["durationSeconds"]) == (1, 1240)
        assert (world.profile(USER).balance, world.profile(USER).running) == (60, frozenset())
        assert part(world, run_id, 4).failure == "cancelled"


class TestBroken:
    def test_the_run_has_failed_and_what_was_not_delivered_is_returned(self, world: World) -> None:
        rich(world)
        run_id = started(world)
        journeys.deliver(world, part(world, run_id, 2))
        before = kept(world, run_id)
        assert step(world, "broken", run_id) == "failed"
        journeys.follow_run(world, before, kept(world, run_id))
        body = shown(world, run_id)
        assert (body["status"], body["creditsRefunded"]) == ("failed", 4)
        assert body["failedAt"]
        assert (world.profile(USER).balance, world.profile(USER).running) == (90, frozenset())
        assert world.machine.stopped == []
