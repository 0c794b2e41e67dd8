"""One event of a run, decided on what is read and committed on the condition that it still is."""

from __future__ import annotations

from reprise.domain.run_events import Event
from reprise.domain.run_lifecycle import apply
from reprise.domain.runs import Run
from reprise.store.runs import Runs
from reprise.usecases.transition import Clock, until_won


def advance(runs: Runs, run: Run, event: Event, clock: Clock) -> Run | None:
    """Apply `event` to a run as it was read, or as it is by now. None when the run is gone."""
    as_read: list[Run] = [run]

    def attempt() -> Run | None:
        known = as_read.pop() if as_read else runs.get(run.run_id)
        if known is None:
            return None
        after = apply(known, event, clock())
        if after is not known:
            runs.commit(known, after)
        return after

    return until_won(attempt, clock)
