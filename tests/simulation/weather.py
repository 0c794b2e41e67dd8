"""A wire on which a service can be down, or fail a share of what it is asked."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TypeVar

from tests.fakes.wire import Fault, Wire

T = TypeVar("T")
ALL = 1.0


class Weather(Wire):
    """Nothing goes wrong until a service is down; what fails then was not done, even after botocore's own tries."""

    def __init__(self) -> None:
        super().__init__()
        self._service = ""
        self._share = 0.0
        self._chance = Random(1)

    def breaks(self, service: str, share: float = ALL) -> None:
        """From now on this service fails such a share of its calls."""
        self._service, self._share = service, share

    def clears(self) -> None:
        """All is well again."""
        self.breaks("", 0.0)

    def is_down(self, service: str) -> bool:
        """Whether a service answers nothing at all."""
        return self._service == service and self._share == ALL

    def __call__(self, name: str, act: Callable[[], T]) -> T:
        """Make a call."""
        if name.partition(".")[0] == self._service and self._fails():
            raise Fault(name)
        return super().__call__(name, act)

    def _fails(self) -> bool:
        return not self.quiet and self._chance.random() < self._share
