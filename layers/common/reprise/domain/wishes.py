"""A wish: all that one request says, in one value from the door to the transaction that grants it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from reprise.domain.credits import Tenths
from reprise.domain.operations import Operation
from reprise.domain.requests import Request
from reprise.domain.states import Answer

REPEAT_WINDOW = timedelta(seconds=5)
"""Without a key, an identical request within this time is the same request."""

_KEPT_FOR_TTL = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SourceRef:
    """The version that a request works on, as its user names it."""

    track_id: str
    variant_index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Who wants what, under which idempotency key (None: none was given).

    `provider` is None where nobody is wished for.
    """

    user_id: str
    operation: Operation
    request: Request
    provider: str | None
    key: str | None = None
    project_id: str | None = None
    sources: tuple[SourceRef, ...] = ()

    @property
    def fingerprint(self) -> str:
        """Tells one request from another.

        Only what was said counts, so that a field that a later release adds makes no other request of an old one.
        """
        told = {name: value for name, value in self._said().items() if value not in (None, (), [])}
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()

    def _said(self) -> dict[str, Any]:
        said: dict[str, Any] = {name: getattr(self.request, name) for name in _names_of(self.request)}
        said |= {"provider": self.provider, "project_id": self.project_id}
        named = [[source.track_id, source.variant_index] for source in self.sources]
        said |= {"source": named[0]} if len(named) == 1 else {"sources": named}
        if self.operation.format > 1:  # records of the first format do not name their operation
            said["operation"] = self.operation.name
        return said


@dataclass(frozen=True, slots=True)
class IdempotencyRecord:
    """That a request made a track. `expires_at` (epoch seconds) is set for requests without a key only."""

    fingerprint: str
    track_id: str
    created_at: datetime
    expires_at: int | None = None

    def is_recent(self, now: datetime) -> bool:
        """Whether an identical request without a key is taken for the same one."""
        return self.created_at > now - REPEAT_WINDOW


@dataclass(frozen=True, slots=True)
class Gone:
    """What is left of a deleted track: what the request that made it was answered, for its replays."""

    track_id: str
    charged: Tenths
    answer: Answer | None = None


def record_of(wish: Wish, track_id: str, now: datetime) -> IdempotencyRecord:
    """The record of a wish that is granted now."""
    expires_at = None if wish.key else int((now + _KEPT_FOR_TTL).timestamp())
    return IdempotencyRecord(wish.fingerprint, track_id, now, expires_at)


def _names_of(request: Request) -> tuple[str, ...]:
    return tuple(field.name for field in fields(request))  # type: ignore[arg-type]
