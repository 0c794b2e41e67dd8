"""The settings of an account at OpenAI, and the writer that they make."""

from __future__ import annotations

from dataclasses import dataclass

from reprise.providers.openai.writer import Writer


@dataclass(frozen=True)
class WritingSettings:
    """What writing needs. Without a key nobody writes."""

    openai_base_url: str
    openai_api_key: str
    openai_model: str


def writer(settings: WritingSettings) -> Writer | None:
    """Who writes journeys, if anybody does."""
    if not settings.openai_api_key:
        return None
    return Writer(settings.openai_base_url, settings.openai_api_key, settings.openai_model)
