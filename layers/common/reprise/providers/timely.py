"""A call in bounded time, for what has no time-out of its own: a name's lookup waits as long as name servers like."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


def timely(call: Callable[[], T], seconds: float) -> T:
    """What a call returns, or raises. Raises TimeoutError when that takes longer; nobody waits for the rest of it."""
    answer: Future[T] = Future()
    Thread(target=_answer, args=(answer, call), name="timely", daemon=True).start()
    return answer.result(timeout=seconds)


def _answer(answer: Future[T], call: Callable[[], T]) -> None:
    try:
        answer.set_result(call())
    except Exception as error:  # noqa: BLE001 - whatever it is, it is raised where the answer is waited for
        answer.set_exception(error)
