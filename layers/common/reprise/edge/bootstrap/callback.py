"""What `callback` is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from reprise.domain.webhooks import Delivery
from reprise.edge.bootstrap import tables
from reprise.edge.logging import log_fault, log_surprise
from reprise.edge.renewal import Renewed
from reprise.edge.settings import SettingsError
from reprise.edge.surroundings import Surroundings
from reprise.providers import pool
from reprise.providers.provider import Pool
from reprise.providers.signatures import Secrets
from reprise.store.callbacks import CallbackLog
from reprise.store.queues import Queue
from reprise.usecases.receiving import Receiver
from reprise.usecases.transition import Clock


@dataclass(frozen=True)
class Settings(pool.ReceivingSettings, tables.TableSettings):
    """The function's environment."""

    callbacks_table: str
    callback_retries_queue_url: str
    asks_queue_url: str
    history_retention_days: int


@dataclass(frozen=True, slots=True)
class Parts:
    """What the function works with."""

    receiver: Receiver
    clock: Clock
    new_id: Callable[[], str]


def build(settings: Settings, around: Surroundings) -> Parts:
    """The function's parts."""
    receiver = Receiver(
        tracks=tables.tracks(settings, around),
        log=CallbackLog(around.dynamodb, settings.callbacks_table, timedelta(days=settings.history_retention_days)),
        pool=around.pool or _providers(settings, around),
        retries=Queue(around.sqs, settings.callback_retries_queue_url),
        asks=Queue(around.sqs, settings.asks_queue_url),
        beside=around.threads(1),
        clock=around.clock,
        faulted=_faulted,
        surprised=log_surprise,
    )
    return Parts(receiver, around.clock, around.new_id)


def _faulted(outcome: str, delivery: Delivery, error: Exception) -> None:
    log_fault(outcome, error, track_id=delivery.track_id, delivery_id=delivery.delivery_id)


def _providers(settings: Settings, around: Surroundings) -> Pool:
    def live(read: Secrets) -> Secrets:
        return Renewed(read, around.clock, partial(log_fault, "secret_not_renewed"))

    try:
        return pool.to_receive(settings, live)
    except ValueError as error:
        raise SettingsError(str(error)) from error
