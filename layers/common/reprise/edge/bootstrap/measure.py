"""What `measure` is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from reprise.edge.bootstrap import tables
from reprise.edge.embedded import embed
from reprise.edge.surroundings import Surroundings
from reprise.store.metrics import Metrics
from reprise.usecases.measuring import Measurer, Reporter
from reprise.usecases.stuck import Stuck


@dataclass(frozen=True)
class Settings(tables.TableSettings):
    """The function's environment."""

    metrics_table: str
    stuck_after_seconds: int


@dataclass(frozen=True, slots=True)
class Parts:
    """What the function works with."""

    measurer: Measurer
    reporter: Reporter


def build(settings: Settings, around: Surroundings) -> Parts:
    """The function's parts."""
    metrics = Metrics(around.dynamodb, settings.metrics_table)
    stuck = Stuck(tables.tracks(settings, around), timedelta(seconds=settings.stuck_after_seconds), around.clock)
    return Parts(Measurer(metrics, embed), Reporter(metrics, stuck, around.clock))
