"""Rates and credits, counted per API key as the providers do."""

from __future__ import annotations

from collections import defaultdict, deque


class SlidingWindow:
    """At most `limit` events in any `seconds`; a refused event does not count. A limit of 0 is none."""

    def __init__(self) -> None:
        self._seen: dict[str, deque[float]] = defaultdict(deque)

    def allows(self, key: str, now: float, limit: int, seconds: float) -> bool:
        """Count one event for `key` and say whether it is within the limit."""
        if limit <= 0:
            return True
        seen = self._seen[key]
        while seen and seen[0] <= now - seconds:
            seen.popleft()
        if len(seen) >= limit:
            return False
        seen.append(now)
        return True


class Credits:
    """What each key has left; every key starts with the same amount."""

    def __init__(self, start: float) -> None:
        self._start = start
        self._left: dict[str, float] = {}

    def left(self, key: str) -> float:
        """The balance of one key."""
        return self._left.get(key, self._start)

    def take(self, key: str, amount: float) -> bool:
        """Take `amount`, or nothing at all when there is not enough."""
        if self.left(key) < amount:
            return False
        self._left[key] = self.left(key) - amount
        return True

    def give(self, key: str, amount: float) -> None:
        """Return credits, as the provider does with code 531."""
        self._left[key] = self.left(key) + amount
