"""What every call of a function to AWS or a provider goes through: counted, and where a process can be killed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from botocore.exceptions import ClientError

T = TypeVar("T")


class Crash(BaseException):
    """The process is dead. No `except Exception` sees it, as none sees SIGKILL."""


class Fault(ClientError):
    """The service answers with an error of its own; nothing was done."""

    def __init__(self, name: str) -> None:
        super().__init__({"Error": {"Code": "InternalServerError", "Message": "injected"}}, name)


class When(StrEnum):
    """What goes wrong at a call."""

    BEFORE = "before"
    """Killed; the call did not happen."""
    AFTER = "after"
    """Killed; the call did happen."""
    ERROR = "error"
    """The service fails the call."""


@dataclass(frozen=True, slots=True)
class Disturbance:
    """The n-th call from now on (from 1), and what goes wrong there."""

    call: int
    when: When


class Wire:
    """Counts calls, but for `quiet` ones.

    `rivals`: what another process does just before the call of their number. `between`: what it does in the middle of
    the next batch that is read.
    """

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.total = 0
        self.dead = False
        self.fired = False
        self.quiet = False
        self.rivals: dict[int, Callable[[], Any]] = {}
        self.between: Callable[[], Any] | None = None
        self._at: tuple[int, When] | None = None
        self._lock = threading.RLock()

    def disturb(self, disturbance: Disturbance | None) -> None:
        """Let the n-th call from now on go wrong, or none."""
        self._at = (self.total + disturbance.call, disturbance.when) if disturbance else None
        self.fired = False

    def interlude(self) -> None:
        """Let the other process do what it does in the middle of a batch, once."""
        act, self.between = self.between, None
        if act:
            act()

    def __call__(self, name: str, act: Callable[[], T]) -> T:
        """Make a call."""
        with self._lock:
            if self.quiet:
                return act()
            if self.dead:
                raise Crash
            self.total += 1
            number = self.total
            self.calls.append(name)
            if number in self.rivals:
                self.rivals.pop(number)()
            if self._at is None or self._at[0] != number:
                return act()
            return self._disturbed(name, act, self._at[1])

    def _disturbed(self, name: str, act: Callable[[], T], when: When) -> T:
        self._at, self.fired = None, True
        if when is When.ERROR:
            raise Fault(name)
        if when is When.AFTER:
            act()
        self.dead = True
        raise Crash
