"""The steps of a run, as its state machine asks for them: what each releases, makes or ends, and who is told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from botocore.exceptions import ClientError

from reprise.domain.runs import RunStatus
from reprise.domain.states import Submission
from reprise.domain.track import Track
from tests.integration.handlers import journeys
from tests.integration.handlers.journeys import SEGMENTS, call, created, kept, part, started, step
from tests.integration.handlers.world import World

AGAIN, ENOUGH = {"again": True}, {"again": False}


def deliver_all(world: World, run_id: str, seconds: float) -> list[Track]:
    return [journeys.deliver(world, part(world, run_id, index), seconds) for index in range(SEGMENTS)]


class TestSegment:
    def test_it_is_released_and_its_waiter_hears_of_it_later(self, world: World) -> None:
        run_id = started(world)
        assert step(world, "segment", run_id, token="mine") == "released"
        track = part(world, run_id)
        assert (track.submission, track.waiter) == (Submission.QUEUED, "mine")
        assert track.released_at
        assert (track.deadline_at - track.released_at).total_seconds() == pytest.approx(300, abs=5)
        assert world.machine.told == []
        assert part(world, run_id, 1).submission is Submission.HELD

    def test_none_is_released_before_those_in_front_of_it(self, world: World) -> None:
        run_id = started(world)
        assert step(world, "segment", run_id, index=1) == "released"
        assert part(world, run_id, 0).submission is Submission.QUEUED
        assert part(world, run_id, 1).submission is Submission.HELD

    def test_the_next_one_is_released_when_all_before_it_are_settled(self, world: World) -> None:
        run_id = started(world)
        journeys.deliver(world, part(world, run_id, 0))
        journeys.ruin(world, part(world, run_id, 1))
        assert step(world, "segment", run_id, index=2) == "released"
        assert part(world, run_id, 2).submission is Submission.QUEUED

    def test_an_earlier_one_that_is_under_way_still_is_waited_for_first(self, world: World) -> None:
        run_id = started(world)
        journeys.take(world, part(world, run_id, 0))
        assert step(world, "segment", run_id, index=1, token="mine") == "released"
        assert (part(world, run_id, 0).waiter, part(world, run_id, 1).submission) == ("mine", Submission.HELD)

    def test_after_a_first_segment_that_failed_nothing_is_released(self, world: World) -> None:
        run_id = started(world)
        journeys.ruin(world, part(world, run_id, 0))
        assert step(world, "segment", run_id, index=1, token="mine") == "settled"
        assert world.machine.told == [("mine", "FirstFailed")]
        assert part(world, run_id, 1).submission is Submission.HELD

    def test_its_release_sends_for_the_pump(self, world: World) -> None:
        run_id = started(world)
        before = part(world, run_id)
        step(world, "segment", run_id)
        journeys.follow_track(world, before, part(world, run_id))
        assert world.waiting("SubmissionsQueue") == 1

    def test_asked_for_again_it_has_another_waiter_and_is_sent_once(self, world: World) -> None:
        run_id = started(world)
        step(world, "segment", run_id, token="first")
        submit_at = part(world, run_id).submit_at
        assert step(world, "segment", run_id, token="second") == "released"
        assert (part(world, run_id).waiter, part(world, run_id).submit_at) == ("second", submit_at)

    def test_of_one_that_is_complete_the_waiter_is_told_at_once(self, world: World) -> None:
        run_id = started(world)
        journeys.deliver(world, part(world, run_id))
        assert step(world, "segment", run_id, token="mine") == "settled"
        assert world.machine.told == [("mine", AGAIN)]

    @pytest.mark.parametrize(("index", "told"), [(0, "FirstFailed"), (1, AGAIN), (4, AGAIN)])
    def test_without_its_first_segment_a_run_leads_nowhere_without_another_it_goes_on(
        self, world: World, index: int, told: object
    ) -> None:
        run_id = started(world)
        journeys.ruin(world, part(world, run_id, index))
        assert step(world, "segment", run_id, index=index, token="mine") == "settled"
        assert world.machine.told == [("mine", told)]

    def test_one_that_would_make_the_journey_too_long_stays_held(self, world: World) -> None:
        run_id = started(world)
        for index in range(4):
            journeys.deliver(world, part(world, run_id, index), 310)
        assert step(world, "segment", run_id, index=4, token="mine") == "no_room"
        assert (part(world, run_id, 4).submission, world.machine.told) == (Submission.HELD, [("mine", AGAIN)])


class TestSuperseded:
    @pytest.mark.parametrize("name", ["segment", "lengthen", "broken"])
    @pytest.mark.parametrize("status", [RunStatus.READY, RunStatus.FAILED, RunStatus.CANCELLED])
    def test_a_run_that_is_over_takes_no_step(self, world: World, name: str, status: RunStatus) -> None:
        run_id = started(world)
        over = replace(kept(world, run_id), status=status)
        journeys.keep(world, over)
        assert step(world, name, run_id, token="mine") == "superseded"
        assert world.machine.told == ([] if name == "broken" else [("mine", "Superseded")])
        assert (kept(world, run_id), part(world, run_id).submission) == (over, Submission.HELD)

    @pytest.mark.parametrize("name", ["segment", "lengthen", "broken"])
    def test_only_the_last_execution_takes_steps(self, world: World, name: str) -> None:
        run_id = started(world)
        journeys.keep(world, replace(kept(world, run_id), execution=2))
        assert step(world, name, run_id, execution=1) == "superseded"
        assert kept(world, run_id).status is RunStatus.CREATING
        assert step(world, name, run_id, execution=2) != "superseded"

    @pytest.mark.parametrize("name", ["segment", "lengthen", "broken"])
    def test_of_a_run_that_is_not_there_or_was_never_started_there_is_none(self, world: World, name: str) -> None:
        assert step(world, name, "0" * 32) == "superseded"
        assert step(world, name, created(world), execution=0) == "superseded"

    def test_of_a_deleted_one_there_is_none(self, world: World) -> None:
        run_id = started(world)
        journeys.take(world, part(world, run_id))
        call(world, "delete", run_id)
        assert step(world, "segment", run_id, index=0, token="mine") == "superseded"


class TestTellers:
    @pytest.mark.parametrize("code", ["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"])
    def test_a_waiter_that_waits_no_more_is_no_failure(self, world: World, code: str) -> None:
        run_id = started(world)
        journeys.deliver(world, part(world, run_id))
        world.machine.faults.append(code)
        assert step(world, "segment", run_id) == "settled"

    def test_any_other_refusal_makes_the_step_come_again(self, world: World) -> None:
        run_id = started(world)
        journeys.deliver(world, part(world, run_id))
        world.machine.faults.append("ThrottlingException")
        with pytest.raises(ClientError):
            step(world, "segment", run_id)
        assert step(world, "segment", run_id, token="again") == "settled"

    def test_every_step_is_logged_without_its_token(self, world: World, caplog: pytest.LogCaptureFixture) -> None:
        run_id = started(world)
        step(world, "segment", run_id, index=2, token="a-token-of-someone")
        (line,) = (vars(one) for one in caplog.records if one.message == "stepped")
        assert (line["run_id"], line["execution"], line["step"], line["became"]) == (run_id, 1, "segment", "released")
        assert not any("a-token-of-someone" in str(vars(one)) for one in caplog.records)
