"""Threads on a virtual clock: how long many calls side by side would take, without waiting for any of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from heapq import heappop, heappush
from types import TracebackType
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass
class Time:
    """Seconds since the beginning, as whoever works just now has them.

    A call takes `call` seconds, and `work` seconds of the one processor that all threads share.
    """

    call: float
    work: float
    now: float = 0
    worked_until: float = 0

    def spend_a_call(self) -> None:
        """Make a call and wait for its answer."""
        self.worked_until += self.work
        self.now = max(self.now + self.call, self.worked_until)

    def begin(self, now: float) -> None:
        """Be at a later moment; the processor has rested until then."""
        self.now = self.worked_until = now


@dataclass
class Hands(Executor):
    """So many threads, and what waits for one of them."""

    time: Time
    count: int
    waiting: deque[Callable[[], None]] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self.free = [self.time.now] * self.count

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Begin it when a thread is free."""
        future: Future[T] = Future()
        self.waiting.append(lambda: future.set_result(fn(*args, **kwargs)))
        while self.waiting and self.free[0] <= self.time.now:
            self._run(self.time.now)
        return future

    def map(self, fn: Callable[..., T], *iterables: Iterable[Any], **_: Any) -> Iterator[T]:
        """Do it to all, and wait for the last."""
        futures = [self.submit(fn, *each) for each in zip(*iterables, strict=True)]
        self._finish()
        return (future.result() for future in futures)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait for the last."""
        self._finish()

    def _finish(self) -> None:
        while self.waiting:
            self._run(self.time.now)
        self.time.now = max(self.time.now, *self.free)

    def _run(self, earliest: float) -> None:
        outside, self.time.now = self.time.now, max(heappop(self.free), earliest)
        self.waiting.popleft()()
        heappush(self.free, self.time.now)
        self.time.now = outside
