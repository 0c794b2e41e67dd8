"""Values that are read again after a while: what was taken back in their store stops counting without a deployment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Generic, TypeVar

from reprise.usecases.transition import Clock

T = TypeVar("T")

RENEWED_AFTER = timedelta(minutes=4)
"""With what the store itself takes, an old value is gone within five minutes."""

TRIED_AGAIN_AFTER = timedelta(seconds=30)
"""A store that does not answer is not asked at every call."""

KEPT_FOR = timedelta(hours=1)
"""How long a value goes on counting that cannot be read any more."""


class Outdated(Exception):
    """A value could not be read for so long that it does not count any more."""


class Renewed(Generic[T]):
    """A value as it was at most some minutes ago. It is read when it is made, and then by whoever asks for it in time.

    `read` raises when there is nothing that could be meant; then the old value goes on counting, and `failed` is told.
    """

    def __init__(self, read: Callable[[], T], clock: Clock, failed: Callable[[Exception], None]) -> None:
        self._read = read
        self._clock = clock
        self._failed = failed
        self._value = read()
        self._read_at = clock()
        self._next_at = self._read_at + RENEWED_AFTER

    def __call__(self) -> T:
        """The value. Raises Outdated."""
        if self._clock() >= self._next_at:
            self._renew()
        if self._clock() - self._read_at > KEPT_FOR:
            raise Outdated
        return self._value

    def _renew(self) -> None:
        self._next_at = self._clock() + TRIED_AGAIN_AFTER
        try:
            self._value = self._read()
        except Exception as error:  # noqa: BLE001 - whatever is wrong with the store, there is a value at hand
            self._failed(error)
            return
        self._read_at = self._clock()
        self._next_at = self._read_at + RENEWED_AFTER
