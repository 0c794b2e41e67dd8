"""A connection on which every step has only the time that is left, and every byte is counted.

A library's timeout starts again with every byte that arrives, so that who sends one byte a second is never late by it.
"""

from __future__ import annotations

import io
import socket
from collections.abc import Callable
from dataclasses import dataclass


class Unheard(Exception):
    """There is no whole answer; `reason` is a word of ours. `sent`: a part of the request may have left."""

    def __init__(self, reason: str, *, sent: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.sent = sent


class Allowance:
    """What is left of an exchange's seconds and bytes."""

    def __init__(self, seconds: float, size: int, clock: Callable[[], float]) -> None:
        self.size = size
        self._clock = clock
        self._end = clock() + seconds
        self._bytes = size

    def seconds(self) -> float:
        """More than nothing, or TimeoutError."""
        left = self._end - self._clock()
        if left <= 0:
            raise TimeoutError
        return left

    def take(self, count: int) -> None:
        """So many bytes have come; TooLarge when they are too many."""
        self._bytes -= count
        if self._bytes < 0:
            raise TooLarge


class TooLarge(Exception):
    """More bytes than the allowance has."""


@dataclass(slots=True)
class Line:
    """A connection, as far as http.client uses one. Closing it is for whoever has opened it."""

    sock: socket.socket
    allowance: Allowance
    begun: bool = False
    """Whether a part of the request may have left."""

    def sendall(self, data: bytes) -> None:
        """Send it all in the time that is left."""
        self.sock.settimeout(self.allowance.seconds())
        self.begun = True
        self.sock.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        """The answer, as a file."""
        return io.BufferedReader(_Incoming(self))

    def close(self) -> None:
        """The answer is still to be read when http.client is done with the connection."""


class _Incoming(io.RawIOBase):
    """What arrives on a line."""

    def __init__(self, line: Line) -> None:
        super().__init__()
        self._line = line

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # typeshed wants any Buffer
        self._line.sock.settimeout(self._line.allowance.seconds())
        count = self._line.sock.recv_into(buffer)
        self._line.allowance.take(count)
        return count
