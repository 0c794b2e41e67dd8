"""The one place that reads the time."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The time now, UTC."""
    return datetime.now(UTC)
