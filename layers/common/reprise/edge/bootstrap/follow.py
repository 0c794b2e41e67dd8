"""What `follow` is made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from reprise.edge import clients
from reprise.edge.bootstrap import gates, parts, showing
from reprise.edge.settings import settings_of
from reprise.store.notifications import Notifications
from reprise.store.queues import Queue
from reprise.usecases.following import Follower


@dataclass(frozen=True)
class Settings(gates.WakerSettings):
    """The function's environment."""

    accounts_table: str
    audio_bucket: str
    downloads_queue_url: str


@cache
def follower() -> Follower:
    """Does what follows from commits."""
    own = settings_of(Settings)
    return Follower(
        downloads=Queue(clients.sqs(), own.downloads_queue_url),
        notifications=Notifications(parts.accounts(own.accounts_table)),
        objects=showing.objects(own.audio_bucket),
        waker=gates.waker(own.accounts_table, own),
    )
