"""A provider's own quota: so many create calls in any ten seconds, for one API key."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

WINDOW = timedelta(seconds=10)

PREMIUM_SHARE = 0.25
"""The part of the quota that only premium may use, so that a full standard lane never stands in its way."""


@dataclass(frozen=True, slots=True)
class Quota:
    """The create calls of the last ten seconds."""

    provider: str
    sent_at: tuple[datetime, ...] = ()
    rev: int = 0


def take(quota: Quota, allowed: int, now: datetime) -> Quota | None:
    """The quota with one more call in it, or None when `allowed` calls are in the last ten seconds already."""
    recent = tuple(moment for moment in quota.sent_at if moment > now - WINDOW)
    return None if len(recent) >= allowed else replace(quota, sent_at=(*recent, now))


def free_at(quota: Quota, allowed: int, now: datetime) -> datetime:
    """When the next call fits in."""
    recent = sorted(moment for moment in quota.sent_at if moment > now - WINDOW)
    return now if len(recent) < allowed else recent[-allowed] + WINDOW


def share(allowed: int, *, premium: bool) -> int:
    """How much of the quota a lane may use; everybody may use at least one call."""
    return allowed if premium else max(1, allowed - int(allowed * PREMIUM_SHARE))
