"""What `sweep` is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from reprise.edge.bootstrap import gates, runs, sending
from reprise.edge.logging import log_fault, log_surprise
from reprise.edge.surroundings import Surroundings
from reprise.providers import pool
from reprise.store.queues import Queue
from reprise.usecases.seeking import Seeker
from reprise.usecases.sweeping import Sweeper
from reprise.usecases.tending import Tender
from reprise.usecases.visiting import Visitor


@dataclass(frozen=True)
class Settings(pool.SweepingSettings, gates.WakerSettings, runs.RunSettings):
    """The function's environment."""

    downloads_queue_url: str
    stuck_after_seconds: int
    generation_timeout_seconds: int
    parcours_machine: str


@dataclass(frozen=True, slots=True)
class Parts:
    """What looks after tracks, and after runs."""

    sweeper: Sweeper
    tender: Tender


def build(settings: Settings, around: Surroundings) -> Parts:
    """What looks after all that is due."""
    clearer, providers = runs.clearer(settings, around), around.pool or pool.to_sweep(settings, log_surprise)
    tracks = clearer.runs.tracks
    visitor = Visitor(
        tracks=tracks,
        asker=sending.asker(tracks, providers, around),
        downloads=Queue(around.sqs, settings.downloads_queue_url),
        waker=gates.waker(settings, providers, around),
        seeker=Seeker(
            tracks, providers, timedelta(seconds=settings.generation_timeout_seconds), around.clock, around.new_id
        ),
        patience=timedelta(seconds=settings.stuck_after_seconds),
        clock=around.clock,
    )
    sweeper = Sweeper(visitor, _failed, around.threads)
    machine = runs.machine(settings.parcours_machine, around)
    return Parts(sweeper, Tender(clearer.runs, machine, clearer, runs.teller(around), around.clock, _run_failed))


def _failed(track_id: str, error: Exception) -> None:
    log_fault("visit_failed", error, track_id=track_id)


def _run_failed(run_id: str, error: Exception) -> None:
    log_fault("visit_failed", error, run_id=run_id)
