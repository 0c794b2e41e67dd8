"""Work that waits in a queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CopyJob:
    """Versions of one track whose missing assets are to be copied.

    The owner is named because the track may be gone by then, and its folder has to be emptied all the same.
    """

    user_id: str
    track_id: str
    places: tuple[int, ...] = ()
    """Which versions, by their place; empty means all."""
    run_id: str | None = None
    """The run that the track is a part of."""


@dataclass(frozen=True, slots=True)
class QueuedCopyJob(CopyJob):
    """A copy job as it is read from the queue. An older release named one place, and called it `slot`."""

    slot: int | None = None

    def current(self) -> CopyJob:
        """The job in today's words."""
        places = self.places if self.slot is None else (self.slot,)
        return CopyJob(self.user_id, self.track_id, places, self.run_id)


@dataclass(frozen=True, slots=True)
class WakeJob:
    """A gate where something waits. The release before named a track instead, and some of its messages still come."""

    gate: str | None = None
    track_id: str | None = None

    def __post_init__(self) -> None:
        if not (self.gate or self.track_id):
            raise ValueError("neither a gate nor a track")


@dataclass(frozen=True, slots=True)
class MergeJob:
    """An attempt to join songs. The owner is named because the track may be gone by then, and its object has to go."""

    user_id: str
    track_id: str
    attempt: int
    run_id: None = None
    """Runs join nothing."""


@dataclass(frozen=True, slots=True)
class AskJob:
    """An attempt that its provider has to be asked about. `since`: when it was last asked before this was queued."""

    track_id: str
    attempt: int
    since: datetime | None = None
