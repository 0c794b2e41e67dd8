"""The one place that reads the time and waits."""

from __future__ import annotations

import time
from datetime import UTC, datetime


def utc_now() -> datetime:
    """The time now, UTC."""
    return datetime.now(UTC)


class SystemClock:
    """The machine's clock."""

    def __call__(self) -> datetime:
        """The time now, UTC."""
        return utc_now()

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        time.sleep(seconds)
