"""The collaborators of functions that call providers. Apart from the rest: they bring an HTTP client with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from reprise.domain.track import Track
from reprise.edge.bootstrap.gates import QuotaSettings, account
from reprise.edge.bootstrap.parts import TableSettings, tracks
from reprise.edge.clock import utc_now
from reprise.edge.logging import log_problem
from reprise.providers.provider import Providers, Unanswered
from reprise.providers.suno.client import Suno
from reprise.store.tracks import Tracks
from reprise.usecases.asking import Asker
from reprise.usecases.sending import Sender


@dataclass(frozen=True)
class SunoSettings:
    """The account at a Suno reseller."""

    suno_base_url: str
    suno_api_key: str
    suno_dialect: str


@dataclass(frozen=True)
class SenderSettings(SunoSettings, TableSettings, QuotaSettings):
    """What sending to a provider needs."""

    public_base_url: str
    stuck_after_seconds: int


def providers(settings: SunoSettings) -> Providers:
    """The providers that this deployment has an account with."""
    suno = Suno(settings.suno_base_url.rstrip("/"), settings.suno_api_key, settings.suno_dialect)
    return {"suno": suno}


def asker(tracks: Tracks, settings: SunoSettings) -> Asker:
    """What asks providers about their tasks."""
    return Asker(tracks, providers(settings), utc_now, _unanswered)


def _unanswered(track: Track, silence: Unanswered) -> None:
    outcome = "provider_stopped" if silence.stopped else "provider_unanswered"
    log_problem(outcome, provider=track.request.provider, track_id=track.track_id, reason=silence.reason)


def sender(settings: SenderSettings) -> Sender:
    """What sends attempts to providers."""
    return Sender(
        tracks=tracks(settings),
        providers=providers(settings),
        public_base_url=settings.public_base_url.rstrip("/"),
        account=account(settings),
        patience=timedelta(seconds=settings.stuck_after_seconds),
        clock=utc_now,
    )
