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
        if after is None:
            self._gone(before)
            return
        for timing in of_run(before, after):
            self.timed(after, timing)
        if after.over:
            self._over(before, after)
        elif before is None or before.execution != after.execution:
            self._moves(after)

    def _gone(self, before: Run | None) -> None:
        if before is not None:
            self.objects.delete_prefix(Keys.run_folder(before.run_id))

    def _moves(self, after: Run) -> None:
        if after.moves:
            self.machine.start(after)

    def _over(self, before: Run | None, after: Run) -> None:
        was_over = before is not None and before.over and before.is_deleted == after.is_deleted
        if was_over:
            return
        if after.execution and (after.is_deleted or after.status is RunStatus.CANCELLED):
            self.machine.stop(after)
        self.clearer.clear_as_it_is(after.run_id)  # this change may be old news: it may have been started again
