"""What `callback` is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from reprise.edge.bootstrap import tables
from reprise.edge.surroundings import Surroundings
from reprise.store.callbacks import CallbackLog
from reprise.store.queues import Queue
from reprise.usecases.receiving import Guard, Receiver
from reprise.usecases.transition import Clock


@dataclass(frozen=True)
class Settings(tables.TableSettings):
    """The function's environment."""

    callbacks_table: str
    callback_retries_queue_url: str
    suno_webhook_secret: tuple[str, ...]
    suno_signature_scheme: str
    history_retention_days: int


@dataclass(frozen=True, slots=True)
class Parts:
    """What the function works with. In `retries` wait callbacks that met a fault of ours, or came too early."""

    receiver: Receiver
    retries: Queue
    clock: Clock
    new_id: Callable[[], str]


def build(settings: Settings, around: Surroundings) -> Parts:
    """The function's parts."""
    receiver = Receiver(
        tracks=tables.tracks(settings, around),
        log=CallbackLog(around.dynamodb, settings.callbacks_table, timedelta(days=settings.history_retention_days)),
        guard=Guard(settings.suno_signature_scheme, settings.suno_webhook_secret),
        beside=around.threads(1),
        clock=around.clock,
    )
    return Parts(receiver, Queue(around.sqs, settings.callback_retries_queue_url), around.clock, around.new_id)
