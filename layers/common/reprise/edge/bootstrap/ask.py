"""What `ask` is made of."""

from __future__ import annotations

from dataclasses import dataclass

from reprise.edge.bootstrap import sending, tables
from reprise.edge.logging import log_surprise
from reprise.edge.surroundings import Surroundings
from reprise.providers import pool
from reprise.store.queues import Queue
from reprise.usecases.polling import Poller


@dataclass(frozen=True)
class Settings(pool.AskingSettings, tables.TableSettings):
    """The function's environment."""

    asks_queue_url: str


@dataclass(frozen=True, slots=True)
class Parts:
    """What the function works with. In `asks` wait its questions."""

    poller: Poller
    asks: Queue


def build(settings: Settings, around: Surroundings) -> Parts:
    """The function's parts."""
    tracks = tables.tracks(settings, around)
    asker = sending.asker(tracks, pool.to_ask(settings, log_surprise), around)
    return Parts(Poller(tracks, asker), Queue(around.sqs, settings.asks_queue_url))
