"""What `download` is made of."""

from __future__ import annotations

from dataclasses import dataclass

from reprise.edge.bootstrap import showing, tables
from reprise.edge.surroundings import Surroundings
from reprise.providers.assets import FetchRules
from reprise.store.queues import Queue
from reprise.usecases.copying import Copier
from reprise.usecases.storing import store_asset


@dataclass(frozen=True)
class Settings(tables.TableSettings):
    """The function's environment."""

    audio_bucket: str
    downloads_queue_url: str
    max_asset_bytes: int
    max_large_asset_bytes: int
    asset_hosts: tuple[str, ...]
    asset_trusted_origins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """What the function works with."""

    copier: Copier
    downloads: Queue


def build(settings: Settings, around: Surroundings) -> Parts:
    """The function's parts."""
    rules = FetchRules(
        max_bytes=settings.max_asset_bytes,
        max_large_bytes=settings.max_large_asset_bytes,
        allowed_hosts=settings.asset_hosts,
        trusted_origins=settings.asset_trusted_origins,
    )
    copier = Copier(
        tracks=tables.tracks(settings, around),
        objects=showing.objects(settings.audio_bucket, around),
        rules=rules,
        clock=around.clock,
        threads=around.threads,
        store_asset=around.store_asset or store_asset,
    )
    return Parts(copier, Queue(around.sqs, settings.downloads_queue_url))
