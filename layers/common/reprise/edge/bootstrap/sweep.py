"""What `sweep` is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from reprise.edge import clients
from reprise.edge.bootstrap import gates, parts, sending
from reprise.edge.clock import utc_now
from reprise.edge.logging import log_fault
from reprise.edge.settings import settings_of
from reprise.store.queues import Queue
from reprise.usecases.sweeping import Sweeper


@dataclass(frozen=True)
class Settings(sending.SunoSettings, parts.TableSettings, gates.WakerSettings):
    """The function's environment."""

    downloads_queue_url: str
    suno_cdn_template: str
    stuck_after_seconds: int


@cache
def sweeper() -> Sweeper:
    """Looks after what is due."""
    own = settings_of(Settings)
    return Sweeper(
        tracks=parts.tracks(own),
        asker=sending.asker(parts.tracks(own), own),
        downloads=Queue(clients.sqs(), own.downloads_queue_url),
        waker=gates.waker(own.accounts_table, own),
        cdn_template=own.suno_cdn_template,
        patience=timedelta(seconds=own.stuck_after_seconds),
        clock=utc_now,
        failed=_failed,
    )


def _failed(track_id: str, error: Exception) -> None:
    log_fault("visit_failed", error, track_id=track_id)
