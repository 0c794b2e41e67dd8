"""The collaborators of functions that call providers. Apart from the rest: they bring an HTTP client with them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from reprise.domain.track import Track
from reprise.edge.bootstrap import showing, tables
from reprise.edge.logging import log_fault, log_problem, log_surprise
from reprise.edge.surroundings import Surroundings
from reprise.providers import pool
from reprise.providers.provider import Pool, Unanswered
from reprise.store.objects import Objects
from reprise.store.tracks import Tracks
from reprise.usecases.asking import Asker
from reprise.usecases.sending import Sender
from reprise.usecases.transition import Clock


@dataclass(frozen=True)
class SenderSettings(pool.SendingSettings, tables.TableSettings):
    """What sending to a provider needs."""

    public_base_url: str
    audio_bucket: str
    stuck_after_seconds: int


def asker(tracks: Tracks, providers: Pool, around: Surroundings) -> Asker:
    """What asks providers about their tasks."""
    return Asker(tracks, around.pool or providers, around.clock, _unanswered)


def sender(settings: SenderSettings, around: Surroundings) -> Sender:
    """What sends attempts to providers."""
    return Sender(
        tracks=tables.tracks(settings, around),
        pool=around.pool or pool.to_send(settings, log_surprise),
        public_base_url=settings.public_base_url.rstrip("/"),
        clock=around.clock,
        failed=visit_failed,
        sign=partial(_handed_over, showing.objects(settings.audio_bucket, around), around.clock),
    )


def _handed_over(objects: Objects, clock: Clock, key: str, seconds: int) -> str:
    """A URL at which a provider fetches an object of ours."""
    url, _ = objects.presign(key, seconds, clock())
    return url


def side_call_unanswered(account: str, silence: Unanswered) -> None:
    """A call that makes no task was not answered."""
    log_problem(
        "provider_stopped" if silence.stopped else "provider_unanswered", account=account, reason=silence.reason
    )


def visit_failed(track_id: str, error: Exception) -> None:
    """A track met a fault of ours."""
    log_fault("visit_failed", error, track_id=track_id)


def _unanswered(track: Track, error: Exception) -> None:
    if isinstance(error, Unanswered):
        _silent(track, error)
    else:
        visit_failed(track.track_id, error)


def _silent(track: Track, silence: Unanswered) -> None:
    outcome = "provider_stopped" if silence.stopped else "provider_unanswered"
    log_problem(outcome, provider=track.provider, track_id=track.track_id, reason=silence.reason)
