"""What the figures of some hours say: counts, shares and percentiles."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from reprise.domain.credits import Tenths
from reprise.domain.histogram import percentile
from reprise.domain.metrics import CHARGED, JOINT, REFUNDED, Figures

Counts = Counter[str]


@dataclass(frozen=True, slots=True)
class Span:
    """How long something took: how often it happened, and what half and 95 of 100 did not exceed, in seconds."""

    count: int
    p50: float | None
    p95: float | None


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures from one moment to another."""

    begin: datetime
    end: datetime
    figures: Figures

    @property
    def stages(self) -> Counts:
        """How many tracks reached each stage."""
        return sum(self.providers.values(), Counts())

    @property
    def codes(self) -> Counts:
        """How many tracks failed by each code."""
        return sum(self._by("code").values(), Counts())

    @property
    def providers(self) -> dict[str, Counts]:
        """How many tracks of each provider reached each stage."""
        return self._by("stage")

    def span(self, name: str) -> Span:
        """How long one of `SPANS` took."""
        counts = self._by("span").get(name, Counts())
        buckets = {int(bucket): count for bucket, count in counts.items()}
        return Span(sum(buckets.values()), percentile(buckets, 0.5), percentile(buckets, 0.95))

    @property
    def charged(self) -> Tenths:
        """What was charged."""
        return self.figures[CHARGED]

    @property
    def refunded(self) -> Tenths:
        """What was returned."""
        return self.figures[REFUNDED]

    def _by(self, kind: str) -> dict[str, Counts]:
        """The figures of a kind by the two other parts of their names."""
        found: dict[str, Counts] = {}
        for name, count in self.figures.items():
            first, second, *third = name.split(JOINT)
            if first == kind:
                found.setdefault(second, Counts()).update({third[0]: count})
        return found


def share_of(part: str, stages: Counts) -> float | None:
    """Which share of what has ended did so; None where nothing has."""
    ended = stages["completed"] + stages["failed"]
    return round(stages[part] / ended, 4) if ended else None
