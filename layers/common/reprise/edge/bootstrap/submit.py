"""What `submit` is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from reprise.domain.gates import Account
from reprise.edge.bootstrap import gates, sending
from reprise.edge.surroundings import Surroundings
from reprise.store.queues import Queue
from reprise.usecases.dispatching import Dispatcher
from reprise.usecases.pumping import Pump


@dataclass(frozen=True)
class Settings(sending.SenderSettings):
    """The function's environment."""

    submissions_queue_url: str
    generation_timeout_seconds: int


@dataclass(frozen=True, slots=True)
class Parts:
    """What the function works with. In `submissions` wait its wake-ups."""

    pump: Pump
    submissions: Queue


def build(settings: Settings, around: Surroundings) -> Parts:
    """The function's parts."""
    submissions, sender = Queue(around.sqs, settings.submissions_queue_url), sending.sender(settings, around)
    table, patience = gates.gates(settings.accounts_table, around), timedelta(seconds=settings.stuck_after_seconds)

    def dispatcher(account: Account) -> Dispatcher:
        return Dispatcher(sender, table.of(account), patience, around.new_token, around.threads, sending.visit_failed)

    timeout = timedelta(seconds=settings.generation_timeout_seconds)
    return Parts(Pump(sender, dispatcher, submissions, timeout), submissions)
