"""The settings of a Suno account, as far as each kind of function needs them, and the object that they make."""

from __future__ import annotations

from dataclasses import dataclass

from reprise.providers.suno.provider import Suno


@dataclass(frozen=True)
class AskingSettings:
    """What asking needs."""

    suno_base_url: str
    suno_api_key: str
    suno_dialect: str


@dataclass(frozen=True)
class SendingSettings(AskingSettings):
    """What sending needs besides."""

    suno_requests_per_10_seconds: int


@dataclass(frozen=True)
class RescuingSettings(AskingSettings):
    """What the sweep needs besides."""

    suno_cdn_template: str


@dataclass(frozen=True)
class ReceivingSettings:
    """What believing a callback needs."""

    suno_webhook_secret: tuple[str, ...]
    suno_signature_scheme: str


def asking(settings: AskingSettings) -> Suno:
    """An account that can be asked."""
    return Suno(
        base_url=settings.suno_base_url.rstrip("/"), api_key=settings.suno_api_key, dialect=settings.suno_dialect
    )
