"""Rivals that start together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

T = TypeVar("T")

THREADS = 16


def at_once(acts: Sequence[Callable[[], T]]) -> list[T]:
    """Do all of them with sixteen threads that start together; what each came to."""
    barrier = Barrier(min(THREADS, len(acts)))

    def run(numbered: tuple[int, Callable[[], T]]) -> T:
        if numbered[0] < barrier.parties:
            barrier.wait()
        return numbered[1]()

    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(run, enumerate(acts)))
