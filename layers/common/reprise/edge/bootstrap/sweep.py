"""What `sweep` is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from reprise.edge.bootstrap import gates, sending, tables
from reprise.edge.logging import log_fault
from reprise.edge.surroundings import Surroundings
from reprise.providers import pool
from reprise.store.queues import Queue
from reprise.usecases.sweeping import Sweeper


@dataclass(frozen=True)
class Settings(pool.SweepingSettings, gates.WakerSettings, tables.TableSettings):
    """The function's environment."""

    downloads_queue_url: str
    stuck_after_seconds: int


def build(settings: Settings, around: Surroundings) -> Sweeper:
    """What looks after all that is due."""
    tracks, providers = tables.tracks(settings, around), around.pool or pool.to_sweep(settings)
    return Sweeper(
        tracks=tracks,
        asker=sending.asker(tracks, providers, around),
        downloads=Queue(around.sqs, settings.downloads_queue_url),
        waker=gates.waker(settings, providers, around),
        patience=timedelta(seconds=settings.stuck_after_seconds),
        clock=around.clock,
        failed=_failed,
        threads=around.threads,
    )


def _failed(track_id: str, error: Exception) -> None:
    log_fault("visit_failed", error, track_id=track_id)
