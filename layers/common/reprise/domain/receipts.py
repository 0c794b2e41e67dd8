"""What becomes of a delivery, as its sender is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Result(StrEnum):
    """What became of a delivery."""

    APPLIED = "applied"
    SEEN = "seen"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    MALFORMED = "malformed"
    TOO_LARGE = "too_large"
    QUEUED = "queued"
    """It met a fault of ours and waits in the retry queue."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is told about a delivery. `look_again`: out of the queue and still unknown, it comes again after so long."""

    result: Result
    stage: str | None = None
    error: str | None = None
    track_id: str | None = None
    look_again: timedelta | None = None
