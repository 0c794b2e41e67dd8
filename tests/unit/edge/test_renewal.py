"""Values that are read again: when, what happens when that fails, and for how long."""

from __future__ import annotations

from datetime import timedelta

import pytest

from reprise.edge.renewal import KEPT_FOR, Outdated, Renewed
from tests.fakes.clock import VirtualClock


class Store:
    """What is read, and how often that was."""

    def __init__(self) -> None:
        self.value: str | None = "old"
        self.reads = 0
        self.failures: list[Exception] = []
        self.clock = VirtualClock()
        self.renewed = Renewed(self.read, self.clock, self.failures.append)

    def read(self) -> str:
        self.reads += 1
        if self.value is None:
            raise ValueError("there is none")
        return self.value

    def seen(self, count: int, every: float) -> set[str]:
        """The values of so many calls, so many seconds apart."""
        found = set()
        for _ in range(count):
            self.clock.advance(every)
            found.add(self.renewed())
        return found


def test_a_value_that_was_taken_back_stops_counting_within_five_minutes() -> None:
    store = Store()
    store.value = "new"
    assert store.renewed() == "old"
    store.clock.advance(300)
    assert store.renewed() == "new"


def test_it_is_read_once_in_four_minutes_however_often_it_is_asked_for() -> None:
    store = Store()
    assert store.seen(3600, every=1) == {"old"}
    assert store.reads == 1 + 3600 // 240


def test_what_is_not_asked_for_is_not_read() -> None:
    store = Store()
    store.clock.advance(86400)
    assert store.reads == 1


def test_while_it_cannot_be_read_the_old_one_counts_and_somebody_is_told_each_half_minute() -> None:
    store = Store()
    store.value = None
    assert store.seen(600, every=1) == {"old"}
    assert len(store.failures) == store.reads - 1 == (600 - 240) // 30 + 1
    store.value = "new"
    assert store.seen(1, every=30) == {"new"}


def test_after_an_hour_without_an_answer_it_counts_no_more() -> None:
    store = Store()
    store.value = None
    assert timedelta(hours=1) == KEPT_FOR
    assert store.seen(60, every=60) == {"old"}
    store.clock.advance(1)
    with pytest.raises(Outdated):
        store.renewed()
    store.value = "new"
    assert store.seen(1, every=30) == {"new"}


def test_without_a_value_to_begin_with_there_is_nothing() -> None:
    store = Store()
    store.value = None
    with pytest.raises(ValueError, match="there is none"):
        Renewed(store.read, store.clock, store.failures.append)
