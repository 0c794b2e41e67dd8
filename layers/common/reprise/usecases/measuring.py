"""Counting what the tracks' stream tells of: each change once, however often and in whatever batches it comes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter

from reprise.domain.metrics import Change, Figures, figures_of
from reprise.domain.summary import Summary
from reprise.store.keys import Keys
from reprise.store.metrics import Metrics, is_counted
from reprise.usecases.stuck import Stuck
from reprise.usecases.transition import Clock

MOST_FIGURES = 150
"""Figures that one write adds to: DynamoDB reads no expression above 4 KB."""

HOUR = timedelta(hours=1)

Portion = tuple[Figures, Sequence[Change]]
"""Changes, and what they add up to."""


@dataclass(frozen=True, slots=True)
class Measurer:
    """Where figures go; `tell` is told of the changes that have just been counted."""

    metrics: Metrics
    tell: Callable[[Sequence[Change]], None]

    def measure(self, shard: str, changes: Sequence[Change]) -> None:
        """Count the changes of a batch, which are one shard's in its order, in as few writes as their hours."""
        hour_of = attrgetter("hour")
        for hour, same in groupby(sorted(changes, key=hour_of), hour_of):  # a stable order: within an hour, the shard's
            for portion in _portions(list(same)):
                self._count(shard, hour, portion)

    def _count(self, shard: str, hour: datetime, portion: Portion) -> None:
        figures, changes = portion
        while figures:
            numbers = changes[0].number, changes[-1].number
            counted_to = self.metrics.add(Keys.metrics(hour, shard), hour, figures, numbers)
            if counted_to is None:
                self.tell(changes)
                return
            changes = [change for change in changes if not is_counted(change.number, counted_to)]
            figures = _sum(changes)


@dataclass(frozen=True, slots=True)
class Reporter:
    """Where a summary comes from."""

    metrics: Metrics
    stuck: Stuck
    clock: Clock

    def summary(self, hours: int) -> Summary:
        """The figures of the last hours, the one under way included."""
        now = self.clock()
        begin = now.replace(minute=0, second=0, microsecond=0) - (hours - 1) * HOUR
        return Summary(begin, now, self.metrics.between(begin, now))


def _portions(changes: Sequence[Change]) -> Iterator[Portion]:
    """The changes in order, in portions that one write can take."""
    total, taken = Figures(), list[Change]()
    for change in changes:
        figures = figures_of(change)
        if len(total.keys() | figures.keys()) > MOST_FIGURES:
            yield total, taken
            total, taken = Figures(), []
        total.update(figures)
        taken.append(change)
    yield total, taken


def _sum(changes: Sequence[Change]) -> Figures:
    return sum(map(figures_of, changes), Figures())
