"""Everything that can happen to a run. Whoever learns of it, it becomes one of these and goes through `apply`."""

from __future__ import annotations

from dataclasses import dataclass

from reprise.domain.credits import Tenths
from reprise.domain.runs import RunStatus


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
