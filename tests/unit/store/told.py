"""The presets as tests look at them: each in each language, and the texts that a reader sees."""

from __future__ import annotations

from itertools import chain
from typing import get_args

import pytest

from reprise.domain.presets import Language, Preset
from reprise.store.presets import Presets

LANGUAGES: tuple[Language, ...] = get_args(Language)
PRESETS = Presets()
KEYS = [preset.key for preset in PRESETS.all("fr")]
EVERY = [pytest.param(preset, id=f"{preset.key}-{lang}") for lang in LANGUAGES for preset in PRESETS.all(lang)]
"""Each preset in each language."""


def preset_of(key: str, language: Language) -> Preset:
    """A preset that is there."""
    found = PRESETS.get(key, language)
    assert found
    return found


def titles(preset: Preset) -> list[str]:
    """What it and its passages are called."""
    return [preset.script.title, *(passage.title for passage in preset.script.passages)]


def prose(preset: Preset) -> list[str]:
    """What is written in sentences."""
    told = chain.from_iterable((passage.technique, passage.prompt) for passage in preset.script.passages)
    return [preset.script.brief, *told]


def texts(preset: Preset) -> list[str]:
    """All words of it that a reader sees."""
    said = [preset.starts_from, preset.leads_to, preset.mode, *preset.instruments]
    return [*titles(preset), *prose(preset), *said]
