"""The words of a journey: written for one person if somebody can, else the preset's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reprise.domain.departures import song_of
from reprise.domain.errors import InvalidInput
from reprise.domain.operations import SEGMENT
from reprise.domain.presets import Language, Preset, Script
from reprise.providers.provider import Provider
from reprise.providers.writer import Unwritten, Writer

OWN = "preset"
"""The source of words that nobody wrote for one person."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What wording needs. `unwritten` is told why the preset's own words had to do; without a writer they always do."""

    writer: Writer | None
    provider: Provider
    unwritten: Callable[[str], None]

    def words(self, preset: Preset, feeling: str | None, language: Language) -> tuple[Script, str]:
        """The words for a person, and their source."""
        if self.writer is None:
            return preset.script, OWN
        try:
            return self._written(self.writer, preset, feeling, language), self.writer.name
        except Unwritten as failure:
            self.unwritten(failure.reason)
            return preset.script, OWN

    def _written(self, writer: Writer, preset: Preset, feeling: str | None, language: Language) -> Script:
        """A script that the provider of the music takes. Raises Unwritten."""
        script = writer.write(preset, feeling, language)
        try:
            for passage in script.passages:
                self.provider.check(SEGMENT, song_of(passage, preset.style_tags), ())
        except InvalidInput as error:
            raise Unwritten("not_for_provider") from error
        return script
