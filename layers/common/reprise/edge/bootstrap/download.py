"""What `download` is made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from reprise.edge import clients
from reprise.edge.bootstrap import parts, showing
from reprise.edge.clock import utc_now
from reprise.edge.settings import settings_of
from reprise.providers.assets import FetchRules
from reprise.store.queues import Queue
from reprise.usecases.copying import Copier


@dataclass(frozen=True)
class Settings(parts.TableSettings):
    """The function's environment."""

    audio_bucket: str
    downloads_queue_url: str
    max_asset_bytes: int
    asset_hosts: tuple[str, ...]
    asset_trusted_origins: tuple[str, ...]


@cache
def copier() -> Copier:
    """Copies versions."""
    own = settings_of(Settings)
    rules = FetchRules(
        max_bytes=own.max_asset_bytes,
        allowed_hosts=own.asset_hosts,
        trusted_origins=own.asset_trusted_origins,
    )
    return Copier(parts.tracks(own), showing.objects(own.audio_bucket), rules, utc_now)


@cache
def downloads() -> Queue:
    """Where copies wait."""
    return Queue(clients.sqs(), settings_of(Settings).downloads_queue_url)
