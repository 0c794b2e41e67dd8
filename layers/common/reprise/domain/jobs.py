"""Work that waits in a queue."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CopyJob:
    """A version whose missing assets are to be copied; its owner is named in case the track is gone by then."""

    user_id: str
    track_id: str
    slot: int


@dataclass(frozen=True, slots=True)
class WakeJob:
    """A gate where something waits. The release before named a track instead, and some of its messages still come."""

    gate: str | None = None
    track_id: str | None = None

    def __post_init__(self) -> None:
        if not (self.gate or self.track_id):
            raise ValueError("neither a gate nor a track")
