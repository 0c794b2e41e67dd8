"""What `follow` is made of."""

from __future__ import annotations

from dataclasses import dataclass

from reprise.edge.bootstrap import showing, tables
from reprise.edge.surroundings import Surroundings
from reprise.providers import pool
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
    asks_queue_url: str


def build(settings: Settings, around: Surroundings) -> Follower:
    """What does that which follows from commits."""
    return Follower(
        downloads=Queue(around.sqs, settings.downloads_queue_url),
        submissions=Queue(around.sqs, settings.submissions_queue_url),
        asks=Queue(around.sqs, settings.asks_queue_url),
        pool=around.pool or pool.to_follow(),
        notifications=Notifications(tables.accounts(settings.accounts_table, around)),
        objects=showing.objects(settings.audio_bucket, around),
        clock=around.clock,
    )
