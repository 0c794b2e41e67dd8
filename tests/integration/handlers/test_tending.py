"""Runs that nobody moves: started again when their execution has died, told again, cleared up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from reprise.domain.runs import Run, RunStatus
from reprise.domain.states import Status
from reprise.edge.clock import utc_now
from reprise.store.attributes import to_item
from reprise.store.runs import fields_of
from tests.integration.handlers import journeys
from tests.integration.handlers.journeys import call, created, follow_run, kept, part, started
from tests.integration.handlers.posting import USER, rich
from tests.integration.handlers.world import World, sample


def sweep(world: World, seconds_left: float = 60) -> int:
    answer: dict[str, int] = world.invoke("sweep", sample("sweep.minute"), seconds_left)
    return answer["seen"]


def running(world: World) -> str:
    run_id = started(world)
    follow_run(world, None, kept(world, run_id))
    return run_id


def overdue(world: World, run_id: str) -> Run:
    """The run, due a moment ago."""
    run = replace(kept(world, run_id), due_at=utc_now() - timedelta(seconds=1))
    journeys.keep(world, run)
    return run


def test_what_is_not_due_is_left_alone(world: World) -> None:
    running(world)
    created(world)
    assert sweep(world) == 0


def test_a_run_whose_execution_died_is_set_in_motion_again_and_not_charged_again(world: World) -> None:
    rich(world)
    run_id = running(world)
    before = overdue(world, run_id)
    world.machine.running.clear()
    assert sweep(world) == 1
    after = kept(world, run_id)
    assert (after.execution, after.segments, after.charged) == (2, before.segments, 50)
    assert world.profile(USER).balance == 50
    follow_run(world, before, after)
    assert list(world.machine.started) == [f"{run_id}-1", f"{run_id}-2"]
    assert sweep(world) == 0


def test_so_is_one_whose_execution_never_came_to_be(world: World) -> None:
    run_id = started(world)
    overdue(world, run_id)
    sweep(world)
    assert kept(world, run_id).execution == 2


def test_one_that_runs_is_looked_at_again_in_five_minutes(world: World) -> None:
    run_id = running(world)
    overdue(world, run_id)
    assert sweep(world) == 1
    run = kept(world, run_id)
    assert run.execution == 1
    assert run.due_at
    assert (run.due_at - utc_now()).total_seconds() == pytest.approx(300, abs=10)
    assert sweep(world) == 0


def test_who_waits_for_what_is_settled_is_told_again(world: World) -> None:
    run_id = running(world)
    journeys.deliver(world, replace(part(world, run_id, 0), waiter="one"))
    journeys.ruin(world, replace(part(world, run_id, 1), waiter="two"))
    journeys.take(world, replace(part(world, run_id, 2), waiter="three"), due_at=utc_now() + timedelta(minutes=1))
    journeys.deliver(world, part(world, run_id, 3))
    overdue(world, run_id)
    sweep(world)
    assert world.machine.told == [("one", {"again": True}), ("two", {"again": True})]


@pytest.mark.parametrize("status", [RunStatus.READY, RunStatus.FAILED, RunStatus.CANCELLED])
def test_one_that_is_over_is_cleared_up(world: World, status: RunStatus) -> None:
    rich(world)
    run_id = running(world)
    journeys.keep(world, replace(overdue(world, run_id), status=status))
    assert sweep(world) == 1
    assert kept(world, run_id).is_cleared
    assert (world.profile(USER).balance, world.profile(USER).running) == (100, frozenset())
    assert world.machine.started.keys() == {f"{run_id}-1"}


def test_a_deleted_one_goes(world: World) -> None:
    run_id = running(world)
    journeys.keep(world, replace(overdue(world, run_id), is_deleted=True))
    sweep(world)
    assert (world.rows("RunsTable"), world.rows("TracksTable")) == ([], [])


def test_a_task_that_outlives_its_run_ends_at_its_deadline_and_frees_the_slot(world: World) -> None:
    rich(world)
    run_id = running(world)
    then = utc_now() - timedelta(seconds=1)
    busy = journeys.take(world, part(world, run_id), deadline_at=then, due_at=utc_now() + timedelta(minutes=1))
    call(world, "cancel", run_id)
    lingering = part(world, run_id)
    assert (lingering.lingers, lingering.due_at) == (True, busy.deadline_at)
    assert sweep(world) == 1
    ended = part(world, run_id)
    assert (ended.lingers, ended.status, world.provider.asked) == (False, Status.FAILED, [])
    journeys.follow_track(world, lingering, ended)
    assert world.profile(USER).running == frozenset()
    assert world.ledger(USER).count(10) == journeys.SEGMENTS


def test_a_run_that_cannot_be_seen_keeps_no_other_from_being_seen(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    run_id = running(world)
    run = overdue(world, run_id)
    bad = to_item(fields_of(replace(run, run_id="f" * 32)) | {"status": "unheard of"})
    world.surroundings.dynamodb.put_item(TableName=world.table("RunsTable"), Item=bad)
    assert sweep(world) == 2
    due_at = kept(world, run_id).due_at
    assert due_at
    assert due_at > utc_now()
    (line,) = (vars(one) for one in caplog.records if one.message == "visit_failed")
    assert line["run_id"] == "f" * 32


def test_a_machine_that_does_not_answer_is_asked_again_later(world: World) -> None:
    run_id = running(world)
    overdue(world, run_id)
    world.machine.faults.append("ThrottlingException")
    assert sweep(world) == 1
    due_at = kept(world, run_id).due_at
    assert due_at
    assert (kept(world, run_id).execution, due_at > utc_now()) == (1, True)


def test_without_time_none_is_begun(world: World) -> None:
    run_id = running(world)
    due_at = overdue(world, run_id).due_at
    assert sweep(world, seconds_left=20) == 0
    assert kept(world, run_id).due_at == due_at
