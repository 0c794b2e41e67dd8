"""What follows from changes of runs and of their tracks: executions start and stop, waiters are told, slots freed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reprise.domain.run_events import Cancelled, Deleted, Died, Ended, Event, Looked, Noted
from reprise.domain.run_lifecycle import apply
from reprise.domain.runs import Run, RunStatus
from reprise.edge.clock import utc_now
from tests.integration.handlers import journeys
from tests.integration.handlers.journeys import SEGMENTS, call, created, follow_run, kept, part, started
from tests.integration.handlers.posting import USER, rich
from tests.integration.handlers.world import World

DONE: dict[str, list[str]] = {"batchItemFailures": []}


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
        moved(world, run_id, Died(1))
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
        moved(world, run_id, Ended(status, 1))
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

    @pytest.mark.parametrize("status", [RunStatus.READY, RunStatus.CANCELLED])
    def test_one_that_is_deleted_after_its_end_goes_even_if_its_owner_is_gone_before_it(
        self, world: World, status: RunStatus
    ) -> None:
        run_id = self._running(world)
        over = replace(kept(world, run_id), status=status, due_at=None)
        journeys.keep(world, over)
        moved(world, run_id, Deleted())
        assert (world.rows("RunsTable"), world.rows("TracksTable")) == ([], [])

    def test_an_old_change_starts_nothing_of_a_run_that_has_gone_on(self, world: World) -> None:
        run_id = created(world)
        before = kept(world, run_id)
        call(world, "run", run_id)
        after = kept(world, run_id)
        call(world, "cancel", run_id)
        follow_run(world, before, after)
        follow_run(world, after, kept(world, run_id))
        assert world.machine.running == set()
