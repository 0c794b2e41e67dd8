"""The state machine of a run: one pure function from (run, event, now) to what must be committed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from reprise.domain.run_events import Cancelled, Cleared, Deleted, Died, Ended, Event, Extended, Looked, Noted, Started
from reprise.domain.runs import Run, RunStatus

T = TypeVar("T")

LOOK_EVERY = timedelta(minutes=5)
"""How often somebody looks whether what runs a run is still alive."""

SLOT_LOOK = timedelta(minutes=1)
"""How soon somebody looks whether the tracks of a run that is over are over too."""


def apply(run: Run, event: Event, now: datetime) -> Run:
    """What an event makes of a run; the same object when that is nothing."""
    changed = _RULES[type(event)](run, event, now)
    return run if changed == run else replace(changed, updated_at=now, rev=run.rev + 1)


def _started(run: Run, event: Started, now: datetime) -> Run:
    if run.is_deleted or run.status in (RunStatus.READY, RunStatus.CANCELLED):
        return run
    return replace(
        run,
        status=RunStatus.CREATING,
        segments=event.segments,
        replaced=(*run.replaced, *(one for one in run.segments if one not in event.segments)),
        execution=run.execution + 1,
        charged=run.charged + event.charged,
        returned=run.returned + event.returned,
        started_at=run.started_at or now,
        failed_at=None,
        due_at=now + LOOK_EVERY,
    )


def _died(run: Run, event: Died, now: datetime) -> Run:
    """The next execution takes over, with the same tracks."""
    if not _is_moved_by(run, event.execution):
        return run
    return replace(run, execution=run.execution + 1, due_at=now + LOOK_EVERY)


def _is_moved_by(run: Run, execution: int) -> bool:
    return run.moves and run.execution == execution


def _extended(run: Run, event: Extended, _now: datetime) -> Run:
    return replace(run, extensions=(*run.extensions, event.track_id)) if run.moves else run


def _ended(run: Run, event: Ended, now: datetime) -> Run:
    if not _is_moved_by(run, event.execution):
        return run
    if event.status is RunStatus.READY:
        return _closed(replace(run, status=RunStatus.READY, ready_at=now), now)
    return _closed(replace(run, status=RunStatus.FAILED, failed_at=now), now)


def _noted(run: Run, event: Noted, _now: datetime) -> Run:
    if run.is_deleted:
        return run
    return replace(
        run,
        suds_mid=_told(event.suds_mid, run.suds_mid),
        suds_end=_told(event.suds_end, run.suds_end),
        notes=_told(event.notes, run.notes) or None,
    )


def _told(value: T | None, known: T | None) -> T | None:
    return known if value is None else value


def _cancelled(run: Run, _event: Cancelled, now: datetime) -> Run:
    if run.over:
        return run
    return _closed(replace(run, status=RunStatus.CANCELLED, cancelled_at=now), now)


def _deleted(run: Run, _event: Deleted, now: datetime) -> Run:
    """Its notes go at once, the rest when its tracks do."""
    return _closed(replace(run, is_deleted=True, notes=None), now) if not run.is_deleted else run


def _closed(run: Run, now: datetime) -> Run:
    """The run with its tracks to be looked after, until it is cleared."""
    return replace(run, due_at=now + SLOT_LOOK)


def _cleared(run: Run, _event: Cleared, _now: datetime) -> Run:
    return replace(run, due_at=None) if run.over else run


def _looked(run: Run, _event: Looked, now: datetime) -> Run:
    return replace(run, due_at=now + LOOK_EVERY) if run.due_at else run


_RULES: dict[type[Event], Callable[[Run, Any, datetime], Run]] = {
    Started: _started,
    Died: _died,
    Extended: _extended,
    Ended: _ended,
    Noted: _noted,
    Cancelled: _cancelled,
    Deleted: _deleted,
    Cleared: _cleared,
    Looked: _looked,
}
