"""Time that passes when it is told to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

START = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)


class VirtualClock:
    """A clock that stands still until somebody moves it."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The time now, UTC."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Nobody has to wait here."""

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)

    def reach(self, moment: datetime) -> None:
        """Let time pass until a moment; it never runs backwards."""
        self.now = max(self.now, moment)
