"""A run: one journey of one person, from its words to its last segment. It changes through `apply` only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from reprise.domain.credits import Tenths
from reprise.domain.presets import Passage
from reprise.domain.unknown import NOTHING, Unknown

LOOK_EVERY = timedelta(minutes=5)
"""How often somebody looks whether what runs a run is still alive."""

SLOT_LOOK = timedelta(minutes=1)
"""How soon somebody looks whether the tracks of a run that is over are over too."""


class RunStatus(StrEnum):
    """What the user is told. A failed run can be started again; ready and cancelled are final."""

    CREATING = "creating"
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The whole state of a run, but for its segments': theirs are their tracks'. `rev` counts commits."""

    run_id: str
    user_id: str
    preset_key: str
    provider: str
    title: str
    brief: str
    brief_source: str
    """Who wrote its words: "openai" or "preset"."""
    style_tags: tuple[str, ...] = ()
    passages: tuple[Passage, ...]
    fingerprint: str = ""
    """Tells the request that made it from another one under the same idempotency key."""
    status: RunStatus = RunStatus.CREATING
    segments: tuple[str, ...] = ()
    """The tracks of its passages, in their order; none before its first start."""
    extensions: tuple[str, ...] = ()
    """The tracks that make it longer, each an extension of the one before."""
    replaced: tuple[str, ...] = ()
    """The failed tracks of earlier starts, in whose places others are now; they go with the run."""
    execution: int = 0
    """How many times it was set in motion; the last execution of the state machine has this number."""
    charged: Tenths = 0
    returned: Tenths = 0
    """What was paid back for tracks that others have replaced since."""
    suds_start: int | None = None
    suds_mid: int | None = None
    suds_end: int | None = None
    notes: str | None = None
    """As they are kept: encrypted."""
    created_at: datetime
    updated_at: datetime
    started_at: datetime | None = None
    ready_at: datetime | None = None
    failed_at: datetime | None = None
    cancelled_at: datetime | None = None
    is_deleted: bool = False
    """Whether its owner has deleted it; it is kept, and shown to nobody, until its tracks are gone."""
    due_at: datetime | None = None
    rev: int = 0
    unknown: Unknown = field(default=NOTHING, compare=False)

    @property
    def tracks(self) -> tuple[str, ...]:
        """All its tracks: segments, then extensions."""
        return (*self.segments, *self.extensions)

    @property
    def over(self) -> bool:
        """Whether nothing of it is to be made any more."""
        return self.is_deleted or self.status is not RunStatus.CREATING

    @property
    def moves(self) -> bool:
        """Whether it was set in motion and has not come to its end."""
        return self.execution > 0 and not self.over

    @property
    def is_cleared(self) -> bool:
        """Whether it is over and has left nothing behind: no track under way, no slot taken."""
        return self.over and self.due_at is None


@dataclass(frozen=True, slots=True)
class Started:
    """It is set in motion. `segments` are its tracks from now on; `charged` and `returned` what that changes."""

    segments: tuple[str, ...]
    charged: Tenths = 0
    returned: Tenths = 0


@dataclass(frozen=True, slots=True)
class Extended:
    """One more track makes it longer."""

    track_id: str


@dataclass(frozen=True, slots=True)
class Ended:
    """An execution came to an end with it: ready, or failed."""

    status: RunStatus
    execution: int


@dataclass(frozen=True, slots=True)
class Died:
    """An execution is gone, and has not come to an end with it."""

    execution: int


@dataclass(frozen=True, slots=True)
class Noted:
    """What its owner says of it; None leaves what is known. `notes` are encrypted already; empty takes them away."""

    suds_mid: int | None = None
    suds_end: int | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class Cancelled:
    """Its owner wants no more of it."""


@dataclass(frozen=True, slots=True)
class Deleted:
    """Its owner wants it gone."""


@dataclass(frozen=True, slots=True)
class Cleared:
    """It is over, and none of its tracks is under way."""


@dataclass(frozen=True, slots=True)
class Looked:
    """Somebody looked and there was nothing to do; look again in a while."""


Event = Started | Died | Extended | Ended | Noted | Cancelled | Deleted | Cleared | Looked


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
        suds_mid=run.suds_mid if event.suds_mid is None else event.suds_mid,
        suds_end=run.suds_end if event.suds_end is None else event.suds_end,
        notes=run.notes if event.notes is None else event.notes or None,
    )


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
