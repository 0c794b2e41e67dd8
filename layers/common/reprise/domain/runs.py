"""A run: one journey of one person, from its words to its last segment."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from reprise.domain.credits import Tenths
from reprise.domain.presets import Passage
from reprise.domain.unknown import NOTHING, Unknown


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
