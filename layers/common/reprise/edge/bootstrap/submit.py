"""What `submit` is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from reprise.edge.bootstrap import sending
from reprise.edge.surroundings import Surroundings
from reprise.store.queues import Queue
from reprise.usecases.pumping import Dispatcher


@dataclass(frozen=True)
class Settings(sending.SenderSettings):
    """The function's environment."""

    submissions_queue_url: str


@dataclass(frozen=True, slots=True)
class Parts:
    """What the function works with. In `submissions` wait its wake-ups."""

    dispatcher: Dispatcher
    submissions: Queue


def build(settings: Settings, around: Surroundings) -> Parts:
    """The function's parts."""
    submissions = Queue(around.sqs, settings.submissions_queue_url)
    patience = timedelta(seconds=settings.stuck_after_seconds)
    sender = sending.sender(settings, around)
    return Parts(Dispatcher(sender, submissions, patience, around.new_token), submissions)
