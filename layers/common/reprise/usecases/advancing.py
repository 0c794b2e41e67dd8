"""A run is changed as it was read, or as it is by now, on the condition that it still is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from reprise.domain.run_events import Event
from reprise.domain.run_lifecycle import apply
from reprise.domain.runs import Run
from reprise.store.runs import Runs
from reprise.usecases.transition import Clock, until_won


def as_it_is(runs: Runs, run: Run, change: Callable[[Run], Run], clock: Clock) -> Run | None:
    """The run after a change of it, which raises Lost when it has moved on meanwhile. None when the run is gone."""
    as_read: list[Run] = [run]

    def attempt() -> Run | None:
        known = as_read.pop() if as_read else runs.get(run.run_id)
        return None if known is None else change(known)

    return until_won(attempt, clock)


def advance(runs: Runs, run: Run, event: Event, clock: Clock) -> Run | None:
    """Apply `event` to a run. None when the run is gone."""
    return as_it_is(runs, run, partial(applied, runs, event, clock), clock)


def applied(runs: Runs, event: Event, clock: Clock, run: Run) -> Run:
    """The run after an event, written. Raises Lost."""
    after = apply(run, event, clock())
    if after is not run:
        runs.commit(run, after)
    return after
