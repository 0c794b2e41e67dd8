"""The settings of a Suno account, as far as each kind of function needs them, and the object that they make."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reprise.domain.gates import Account, Rate
from reprise.providers.suno.provider import WINDOW_SECONDS, Suno


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
    """What believing a callback needs."""

    suno_webhook_secret: tuple[str, ...]
    suno_signature_scheme: str


def counted(settings: QuotaSettings, suno: Suno | None = None) -> Suno:
    """An account whose quota is known."""
    quota = Rate(settings.suno_requests_per_10_seconds, WINDOW_SECONDS)
    known = suno or Suno()
    return replace(known, account=Account(known.account.name, quota))


def asked(settings: AskingSettings) -> Suno:
    """An account that can be asked."""
    return Suno(
        base_url=settings.suno_base_url.rstrip("/"), api_key=settings.suno_api_key, dialect=settings.suno_dialect
    )
