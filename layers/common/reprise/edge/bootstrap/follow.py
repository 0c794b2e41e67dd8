"""What `follow` is made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from reprise.edge import clients
from reprise.edge.bootstrap import parts, showing
from reprise.edge.clock import utc_now
from reprise.edge.settings import settings_of
from reprise.store.notifications import Notifications
from reprise.store.queues import Queue
from reprise.usecases.following import Follower


@dataclass(frozen=True, slots=True)
class Settings:
    """The function's environment."""

    accounts_table: str
    audio_bucket: str
    downloads_queue_url: str
    submissions_queue_url: str


@cache
def follower() -> Follower:
    """Does what follows from commits."""
    own = settings_of(Settings)
    return Follower(
        downloads=Queue(clients.sqs(), own.downloads_queue_url),
        submissions=Queue(clients.sqs(), own.submissions_queue_url),
        notifications=Notifications(parts.accounts(own.accounts_table)),
        objects=showing.objects(own.audio_bucket),
        clock=utc_now,
    )
