"""What `follow` is made of."""

from __future__ import annotations

from dataclasses import dataclass

from reprise.edge.bootstrap import gates, showing, tables
from reprise.edge.surroundings import Surroundings
from reprise.providers import pool
from reprise.store.notifications import Notifications
from reprise.store.queues import Queue
from reprise.usecases.following import Follower


@dataclass(frozen=True)
class Settings(pool.QuotaSettings, gates.WakerSettings):
    """The function's environment."""

    audio_bucket: str
    downloads_queue_url: str
    asks_queue_url: str


def build(settings: Settings, around: Surroundings) -> Follower:
    """What does that which follows from commits."""
    providers = around.pool or pool.to_follow(settings)
    return Follower(
        downloads=Queue(around.sqs, settings.downloads_queue_url),
        waker=gates.waker(settings, providers, around),
        asks=Queue(around.sqs, settings.asks_queue_url),
        pool=providers,
        notifications=Notifications(tables.accounts(settings.accounts_table, around)),
        objects=showing.objects(settings.audio_bucket, around),
    )
