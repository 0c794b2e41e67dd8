"""Who can write the words of a journey."""

from __future__ import annotations

from typing import Protocol

from reprise.domain.presets import Language, Preset, Script


class Unwritten(Exception):
    """There are no words from this writer. `reason` is a code for the log; it quotes nobody."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Writer(Protocol):
    """Writes scripts."""

    @property
    def name(self) -> str:
        """What a run's `briefSource` says."""

    def write(self, preset: Preset, feeling: str | None, language: Language) -> Script:
        """A script for one person, whose feeling is told in English. Raises Unwritten."""
