"""Where a track can stand: what its user is told, how far it is, where its attempt is, and who is sent first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """What the user is told; moves only down this list, and the last two are final."""

    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"


class Stage(StrEnum):
    """How far the best news so far reaches; moves only down this list."""

    QUEUED = "queued"
    SUBMITTED = "submitted"
    TEXT = "text"
    FIRST = "first"
    COMPLETE = "complete"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """Position in the order of stages."""
        return _STAGE_ORDER.index(self)

    def at_least(self, other: Stage) -> Stage:
        """The later of the two."""
        return max(self, other, key=lambda stage: stage.rank)


_STAGE_ORDER = list(Stage)


class Submission(StrEnum):
    """Where the current attempt at the provider stands."""

    HELD = "held"
    """Not sent before its run releases it."""
    QUEUED = "queued"
    """Not sent; the next attempt is due at `submit_at`."""
    SENDING = "sending"
    """Sent or about to be; until an answer or a callback proves otherwise, never sent again."""
    ACCEPTED = "accepted"


SENT = frozenset({Submission.SENDING, Submission.ACCEPTED})
"""The provider may have it, or may be about to."""


class Lane(StrEnum):
    """Who is sent first when the provider's quota is short."""

    PREMIUM = "premium"
    STANDARD = "standard"


@dataclass(frozen=True, slots=True)
class Answer:
    """The first answer that the request got, given again to every replay."""

    status: Status
    task_id: str | None = None
    failure: str | None = None
