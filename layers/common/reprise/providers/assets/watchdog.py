"""Ends a connection that takes too long or brings too little.

A socket's own timeout starts again with every byte, so a server that sends one byte a second, endless headers
or endless `100 Continue` is never late by it. The watchdog looks at the whole fetch, from outside, and shuts
the connection down under whoever is waiting for it.
"""

from __future__ import annotations

import socket
import threading
import time
from types import TracebackType
from typing import Self

from reprise.domain.fetch_errors import FetchFailed
from reprise.providers.assets.rules import FetchRules


class Pace:
    """Judges a fetch by its clock and by what has arrived; holds no clock itself."""

    def __init__(self, rules: FetchRules, started: float) -> None:
        self._deadline = started + rules.total_seconds
        self._window = rules.window_seconds
        self._needed = rules.min_bytes_per_second * rules.window_seconds
        self._since, self._received = started, 0

    def verdict(self, now: float, received: int) -> str | None:
        """Why the fetch has to end, or None while it may go on."""
        if now >= self._deadline:
            return "deadline"
        if now - self._since < self._window:
            return None
        slow = received - self._received < self._needed
        self._since, self._received = now, received
        return "too_slow" if slow else None


class Watchdog:
    """Watches one fetch while its `with` block runs."""

    def __init__(self, rules: FetchRules) -> None:
        self.received = 0
        self.reason: str | None = None
        self._pace = Pace(rules, time.monotonic())
        self._tick = min(0.5, rules.window_seconds / 4, rules.total_seconds / 4)
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, name="fetch-watchdog", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._done.set()
        self._thread.join()
        for sock in self._sockets:
            sock.close()

    def guard(self, sock: socket.socket) -> None:
        """Watch a new connection too, by a duplicate: TLS takes the original away from whoever holds it."""
        with self._lock:
            self._sockets.append(sock.dup())
        self.check()

    def check(self) -> None:
        """Raise when the fetch has been ended."""
        if self.reason:
            raise FetchFailed(self.reason)

    def _run(self) -> None:
        while not self._done.wait(self._tick):
            if reason := self._pace.verdict(time.monotonic(), self.received):
                self._end(reason)
                return

    def _end(self, reason: str) -> None:
        self.reason = reason
        with self._lock:
            for sock in self._sockets:
                try:
                    sock.shutdown(socket.SHUT_RDWR)
                except OSError:  # it is closed already
                    continue
