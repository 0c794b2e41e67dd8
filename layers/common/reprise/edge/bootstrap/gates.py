"""The gates of the account with Suno, and what wakes them."""

from __future__ import annotations

from dataclasses import dataclass

from reprise.domain.gates import Account, Rate
from reprise.edge import clients
from reprise.edge.clock import utc_now
from reprise.store.gates import Gates
from reprise.store.queues import Queue
from reprise.usecases.waking import Waker

_WINDOW_SECONDS = 10


@dataclass(frozen=True)
class QuotaSettings:
    """What Suno allows for one key."""

    suno_requests_per_10_seconds: int


@dataclass(frozen=True)
class WakerSettings(QuotaSettings):
    """What waking gates needs."""

    submissions_queue_url: str


def account(settings: QuotaSettings) -> Account:
    """The account with Suno."""
    return Account("suno:main", Rate(settings.suno_requests_per_10_seconds, _WINDOW_SECONDS))


def gates(accounts_table: str, settings: QuotaSettings) -> Gates:
    """The gates of that account."""
    return Gates(clients.dynamodb(), accounts_table, account(settings))


def waker(accounts_table: str, settings: WakerSettings) -> Waker:
    """What wakes them."""
    return Waker(gates(accounts_table, settings), Queue(clients.sqs(), settings.submissions_queue_url), utc_now)
