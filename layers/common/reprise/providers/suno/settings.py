"""The settings of a Suno account, as far as each kind of function needs them, and the object that they make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from reprise.domain.gates import Account, Rate
from reprise.providers.provider import Surprised
from reprise.providers.signatures import SCHEMES, Secrets, secrets_of
from reprise.providers.suno.provider import WINDOW_SECONDS, Suno

Secret = Callable[[], str]
"""Reads a secret."""


@dataclass(frozen=True)
class QuotaSettings:
    """What it takes to know how much the account admits."""

    suno_requests_per_10_seconds: int


@dataclass(frozen=True)
class CheckingSettings(QuotaSettings):
    """What it takes to know what the account refuses."""

    suno_dialect: str


@dataclass(frozen=True)
class AskingSettings:
    """What asking needs."""

    suno_base_url: str
    suno_api_key: str
    suno_dialect: str


@dataclass(frozen=True)
class SendingSettings(AskingSettings, QuotaSettings):
    """What sending needs."""


@dataclass(frozen=True)
class SweepingSettings(AskingSettings, QuotaSettings):
    """What the sweep needs: it asks, rescues, and wakes those who send."""

    suno_cdn_template: str


@dataclass(frozen=True)
class ReceivingSettings:
    """What believing a callback needs. The secret is read whenever it is called."""

    suno_webhook_secret: Secret
    suno_signature_scheme: str


def counted(settings: QuotaSettings, suno: Suno | None = None) -> Suno:
    """An account whose quota is known."""
    quota = Rate(settings.suno_requests_per_10_seconds, WINDOW_SECONDS)
    known = suno or Suno()
    return replace(known, account=Account(known.account.name, quota))


def asked(settings: AskingSettings, surprised: Surprised) -> Suno:
    """An account that can be asked; `surprised` is told what of its answers no document has."""
    return Suno(
        base_url=settings.suno_base_url.rstrip("/"),
        api_key=settings.suno_api_key,
        dialect=settings.suno_dialect,
        surprised=surprised,
    )


def received(settings: ReceivingSettings, live: Callable[[Secrets], Secrets]) -> Suno:
    """An account whose callbacks can be judged; `live` reads its secrets anew now and then. Raises ValueError."""
    if settings.suno_signature_scheme not in SCHEMES:
        raise ValueError(f"SUNO_SIGNATURE_SCHEME is none of {', '.join(SCHEMES)}")
    secrets = live(partial(_secrets, settings))
    return Suno(webhook_secrets=secrets, signature_scheme=settings.suno_signature_scheme)


def _secrets(settings: ReceivingSettings) -> tuple[str, ...]:
    try:
        return secrets_of(settings.suno_signature_scheme, settings.suno_webhook_secret())
    except ValueError as error:
        raise ValueError(f"SUNO_WEBHOOK_SECRET: {error}") from None
