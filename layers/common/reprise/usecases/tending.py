"""Tending runs: those whose execution died are set in motion again, those that are over are cleared up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reprise.domain.run_events import Died, Looked
from reprise.domain.runs import Run
from reprise.store.machine import Machine
from reprise.store.runs import SHARDS, Runs
from reprise.usecases.advancing import advance
from reprise.usecases.clearing import Clearer
from reprise.usecases.telling import Teller
from reprise.usecases.transition import Clock

_PER_SHARD = 100
_STOP_SECONDS = 20.0
"""Time kept for what is under way; what is left is due again in a minute."""


@dataclass(frozen=True, slots=True)
class Tender:
    """What tending needs. `failed` is told of visits that raised."""

    runs: Runs
    machine: Machine
    clearer: Clearer
    teller: Teller
    clock: Clock
    failed: Callable[[str, Exception], None]

    def tend(self, seconds_left: Callable[[], float]) -> int:
        """Look at every run that is due, while there is time left; how many that was."""
        return sum(self._visit(run_id) for run_id in self._due() if seconds_left() > _STOP_SECONDS)

    def _due(self) -> Iterator[str]:
        for shard in SHARDS:
            yield from self.runs.due(shard, self.clock(), _PER_SHARD)

    def _visit(self, run_id: str) -> int:
        try:
            run = self.runs.get(run_id)
            if run is not None and _is_due(run, self.clock):
                self._see(run)
        except Exception as error:  # noqa: BLE001 - a fault of one run must not stop the others
            self.failed(run_id, error)
        return 1

    def _see(self, run: Run) -> None:
        """A new look is noted first, so that a run that is not mended by it does not stand in the way of others."""
        looked = advance(self.runs, run, Looked(), self.clock)
        if looked is None:
            return
        if looked.over:
            self.clearer.clear(looked)
        elif self.machine.is_running(looked):
            self._tell_again(looked)
        else:
            advance(self.runs, looked, Died(looked.execution), self.clock)

    def _tell_again(self, run: Run) -> None:
        """Who waits for what is settled may not have been told: that is done in passing, and may fail."""
        for track in self.runs.parts(run).values():
            if track.settled and track.waiter:
                self.teller.tell(track, track.waiter)


def _is_due(run: Run, clock: Clock) -> bool:
    return run.due_at is not None and run.due_at <= clock()
