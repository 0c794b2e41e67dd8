"""Every AWS and provider call of the functions since the start, oldest dropped first."""

from __future__ import annotations

from collections import deque
from typing import Any

_MOST = 500_000


class Calls:
    """A bounded list of calls."""

    def __init__(self) -> None:
        self._calls: deque[dict[str, Any]] = deque(maxlen=_MOST)

    def add(self, function: str, call: dict[str, Any]) -> None:
        """Remember one."""
        self._calls.append({"function": function, **call})

    def clear(self) -> None:
        """Begin anew."""
        self._calls.clear()

    def items(self) -> list[dict[str, Any]]:
        """All of them, in the order in which they ended."""
        return list(self._calls)
