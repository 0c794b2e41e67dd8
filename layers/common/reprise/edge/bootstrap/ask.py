"""What `ask` is made of."""

from __future__ import annotations

from dataclasses import dataclass

from reprise.edge.bootstrap import sending, tables
from reprise.edge.surroundings import Surroundings
from reprise.providers import pool
from reprise.store.queues import Queue
from reprise.usecases.polling import Poller


@dataclass(frozen=True)
class Settings(pool.AskingSettings, tables.TableSettings):
    """The function's environment."""

    asks_queue_url: str


def build(settings: Settings, around: Surroundings) -> Poller:
    """What asks again and again."""
    tracks = tables.tracks(settings, around)
    asker = sending.asker(tracks, pool.to_ask(settings), around)
    return Poller(tracks, asker, Queue(around.sqs, settings.asks_queue_url), around.clock)
