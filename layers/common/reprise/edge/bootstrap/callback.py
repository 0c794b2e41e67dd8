"""What `callback` is made of."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from reprise.edge import clients
from reprise.edge.bootstrap import parts
from reprise.edge.clock import utc_now
from reprise.edge.settings import settings_of
from reprise.store.callbacks import CallbackLog
from reprise.store.queues import Queue
from reprise.usecases.receiving import Guard, Receiver


@dataclass(frozen=True)
class Settings(parts.TableSettings):
    """The function's environment."""

    callbacks_table: str
    callback_retries_queue_url: str
    suno_webhook_secret: tuple[str, ...]
    suno_signature_scheme: str
    history_retention_days: int


@cache
def receiver() -> Receiver:
    """Receives callbacks."""
    own = settings_of(Settings)
    return Receiver(
        tracks=parts.tracks(own),
        log=CallbackLog(clients.dynamodb(), own.callbacks_table, timedelta(days=own.history_retention_days)),
        guard=Guard(own.suno_signature_scheme, own.suno_webhook_secret),
        beside=ThreadPoolExecutor(1),
        clock=utc_now,
    )


@cache
def retries() -> Queue:
    """Where callbacks wait that met a fault of ours, or came too early."""
    return Queue(clients.sqs(), settings_of(Settings).callback_retries_queue_url)
