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
class SendJob:
    """A track whose next attempt waits to be sent."""

    track_id: str


@dataclass(frozen=True, slots=True)
class AskJob:
    """An attempt that its provider has to be asked about."""

    track_id: str
    attempt: int
