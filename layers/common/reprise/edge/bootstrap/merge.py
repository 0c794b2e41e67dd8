"""What `merge` is made of."""

from __future__ import annotations

from dataclasses import dataclass

from reprise.edge.bootstrap import showing, tables
from reprise.edge.surroundings import Surroundings
from reprise.providers.assets.joining import join
from reprise.store.queues import Queue
from reprise.usecases.merging import Merger


@dataclass(frozen=True)
class Settings(tables.TableSettings):
    """The function's environment."""

    audio_bucket: str
    merges_queue_url: str
    max_large_asset_bytes: int


@dataclass(frozen=True, slots=True)
class Parts:
    """What the function works with."""

    merger: Merger
    merges: Queue


def build(settings: Settings, around: Surroundings) -> Parts:
    """The function's parts."""
    merger = Merger(
        tracks=tables.tracks(settings, around),
        objects=showing.objects(settings.audio_bucket, around),
        max_bytes=settings.max_large_asset_bytes,
        join=around.join or join,
        clock=around.clock,
    )
    return Parts(merger, Queue(around.sqs, settings.merges_queue_url))
