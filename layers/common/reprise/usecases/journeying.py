"""What follows from changes of runs, read off their stream: executions start and stop, what is over is cleared up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reprise.domain.runs import Run, RunStatus
from reprise.domain.timings import Timing, of_run
from reprise.store.keys import Keys
from reprise.store.machine import Machine
from reprise.store.objects import Objects
from reprise.usecases.clearing import Clearer


@dataclass(frozen=True, slots=True)
class RunFollower:
    """Where the effects go."""

    machine: Machine
    clearer: Clearer
    objects: Objects
    timed: Callable[[Run, Timing], None]

    def follow(self, before: Run | None, after: Run | None) -> None:
        """Do what follows from a run having become `after`; None is a run that is not there."""
        if after is not None:
            self._became(before, after)
        elif before is not None:
            self.objects.delete_prefix(Keys.run_folder(before.run_id))

    def _became(self, before: Run | None, after: Run) -> None:
        for timing in of_run(before, after):
            self.timed(after, timing)
        if after.over and _end_of(before) != _end_of(after):
            self._over(after)
        if after.moves and _execution_of(before) != after.execution:
            self.machine.start(after)

    def _over(self, run: Run) -> None:
        if _is_stopped(run):
            self.machine.stop(run)
        self.clearer.clear_as_it_is(run.run_id)  # this change may be old news: it may have been started again


def _end_of(run: Run | None) -> tuple[bool, bool] | None:
    return (run.over, run.is_deleted) if run else None


def _execution_of(run: Run | None) -> int:
    return run.execution if run else 0


def _is_stopped(run: Run) -> bool:
    """Whether its owner ended it, and not its execution."""
    is_unwanted = run.is_deleted or run.status is RunStatus.CANCELLED
    return is_unwanted and run.execution > 0
