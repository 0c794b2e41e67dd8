"""Who writes journeys in this deployment, with the settings that it takes."""

from __future__ import annotations

from reprise.providers.openai.settings import WritingSettings, writer

__all__ = ["WritingSettings", "writer"]
