"""What `submit` is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from reprise.edge import clients
from reprise.edge.bootstrap import gates, sending
from reprise.edge.logging import log_fault
from reprise.edge.settings import settings_of
from reprise.store.queues import Queue
from reprise.usecases.dispatching import Dispatcher
from reprise.usecases.pumping import Pump


@dataclass(frozen=True)
class Settings(sending.SenderSettings):
    """The function's environment."""

    submissions_queue_url: str
    generation_timeout_seconds: int


@cache
def pump() -> Pump:
    """Sends what waits."""
    own = settings_of(Settings)
    dispatcher = Dispatcher(sending.sender(own), gates.gates(own.accounts_table, own), _failed)
    return Pump(dispatcher, submissions(), timedelta(seconds=own.generation_timeout_seconds))


@cache
def submissions() -> Queue:
    """Where wake-ups wait."""
    return Queue(clients.sqs(), settings_of(Settings).submissions_queue_url)


def _failed(track_id: str, error: Exception) -> None:
    log_fault("visit_failed", error, track_id=track_id)
