"""Questions to providers during a sweep: each has threads of its own, so that one that hangs holds up only itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import ExitStack
from dataclasses import dataclass, field
from threading import Lock

from reprise.domain.track import Track

_AT_ONCE = 32
"""Questions to a provider at a time."""

_MOST_WAITING = 1_000
"""Tracks of a provider that may wait for their question: they are held in memory."""


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions of one sweep. `done`: what is done with a track when its turn comes."""

    done: Callable[[Track], None]
    threads: Callable[[int], Executor]
    ends: ExitStack
    _workers: dict[str, Executor] = field(default_factory=dict)
    _open: Counter[str] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def take(self, track: Track) -> bool:
        """Put a track into the line of its provider. False: the line is full."""
        with self._lock:
            if self._open[track.provider] >= _MOST_WAITING:
                return False
            self._open[track.provider] += 1
            workers = self._workers_of(track.provider)
        workers.submit(self._turn, track)
        return True

    def _workers_of(self, provider: str) -> Executor:
        if provider not in self._workers:
            self._workers[provider] = self.ends.enter_context(self.threads(_AT_ONCE))
        return self._workers[provider]

    def _turn(self, track: Track) -> None:
        try:
            self.done(track)
        finally:
            with self._lock:
                self._open[track.provider] -= 1
