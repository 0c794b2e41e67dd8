"""The gates of all accounts, and what wakes them."""

from __future__ import annotations

from dataclasses import dataclass

from reprise.edge.surroundings import Surroundings
from reprise.providers.provider import Pool
from reprise.store.gates import GatesTable
from reprise.store.queues import Queue
from reprise.usecases.waking import Waker


@dataclass(frozen=True)
class WakerSettings:
    """What waking needs: the table of the gates, and the queue of their pumps."""

    accounts_table: str
    submissions_queue_url: str


def gates(accounts_table: str, around: Surroundings) -> GatesTable:
    """The gates."""
    return GatesTable(around.dynamodb, accounts_table)


def waker(settings: WakerSettings, pool: Pool, around: Surroundings) -> Waker:
    """What wakes them."""
    submissions = Queue(around.sqs, settings.submissions_queue_url)
    return Waker(gates(settings.accounts_table, around), pool, submissions, around.clock)
