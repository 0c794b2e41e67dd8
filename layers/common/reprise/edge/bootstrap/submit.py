"""What `submit` is made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from reprise.edge import clients
from reprise.edge.bootstrap import sending
from reprise.edge.settings import settings_of
from reprise.store.queues import Queue
from reprise.usecases.pumping import Dispatcher


@dataclass(frozen=True)
class Settings(sending.SenderSettings):
    """The function's environment."""

    submissions_queue_url: str


@cache
def dispatcher() -> Dispatcher:
    """Sends what waits."""
    return Dispatcher(sending.sender(settings_of(Settings)), submissions())


@cache
def submissions() -> Queue:
    """Where wake-ups wait."""
    return Queue(clients.sqs(), settings_of(Settings).submissions_queue_url)
