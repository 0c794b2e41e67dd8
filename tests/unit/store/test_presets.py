"""Every journey that can be chosen is whole in each language, plays what was agreed, and every model takes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources
from itertools import chain
from typing import Any

import pytest

from reprise.domain.errors import InvalidInput
from reprise.domain.operations import TRACK
from reprise.domain.presets import Preset
from reprise.domain.requests import Song
from reprise.providers.suno.dialects import DIALECTS
from reprise.providers.suno.models import MODELS
from reprise.providers.suno.provider import Suno
from reprise.store.presets import Presets
from tests.unit.store.agreed import TABLE, Agreed
from tests.unit.store.told import EVERY, LANGUAGES, PRESETS, preset_of, prose, titles

TEMPO = re.compile(r"(\d+)\s(?:bpm|уд/мин)")
MOST_SECONDS = 360
KEYS = [row.key for row in TABLE]
SHORTEST_RUN, LONGEST_RUN = 18 * 60, 24 * 60


def songs(**wishes: Any) -> Iterator[tuple[str, Song]]:
    """Every passage in every language, as it will be asked for."""
    for preset in chain.from_iterable(map(PRESETS.all, LANGUAGES)):
        for passage in preset.script.passages:
            said: dict[str, Any] = {"prompt": passage.prompt, "title": passage.title, "style_tags": preset.style_tags}
            yield f"{preset.key}: {passage.title}", Song(**said, make_instrumental=True, **wishes)


def is_refused(song: Song, dialect: str) -> bool:
    try:
        Suno(dialect=dialect).check(TRACK, song, ())
    except InvalidInput:
        return True
    return False


def test_the_twenty_are_shown_in_their_order() -> None:
    assert len(KEYS) == 20
    assert {language: [preset.key for preset in PRESETS.all(language)] for language in LANGUAGES} == dict.fromkeys(
        LANGUAGES, KEYS
    )


def test_every_file_is_a_preset() -> None:
    files = resources.files("reprise").joinpath("presets").iterdir()
    assert sorted(file.name for file in files) == sorted(f"{key}.json" for key in KEYS)


@pytest.mark.parametrize("key", ["", "unknown", "../presets/universel-reset", "Universel-Reset"])
def test_there_is_no_other_preset(key: str) -> None:
    assert PRESETS.get(key, "en") is None


def test_a_file_is_read_once() -> None:
    assert Presets().get(KEYS[0], "fr") is PRESETS.get(KEYS[0], "fr")


@pytest.mark.parametrize("row", TABLE, ids=KEYS)
def test_the_facts_are_those_agreed(row: Agreed) -> None:
    for language in LANGUAGES:
        preset = preset_of(row.key, language)
        assert (preset.minutes, preset.bpm, len(preset.script.passages)) == (row.minutes, row.bpm, row.passages)
        assert len(preset.instruments) == len(row.instruments.split(", "))


@pytest.mark.parametrize("row", TABLE, ids=KEYS)
def test_english_names_feelings_mode_and_instruments_as_they_were_agreed(row: Agreed) -> None:
    preset = preset_of(row.key, "en")
    assert f"{preset.starts_from} → {preset.leads_to}" == row.way
    assert (preset.mode, ", ".join(preset.instruments)) == (row.mode, row.instruments)


@pytest.mark.parametrize("key", KEYS)
def test_the_languages_share_all_but_words(key: str) -> None:
    shared = {
        (preset.style_tags, tuple(passage.target_seconds for passage in preset.script.passages))
        for preset in (preset_of(key, language) for language in LANGUAGES)
    }
    assert len(shared) == 1


@pytest.mark.parametrize("key", KEYS)
def test_the_passages_together_last_as_long_as_the_journey(key: str) -> None:
    preset = preset_of(key, "fr")
    seconds = [passage.target_seconds for passage in preset.script.passages]
    least, most = (minutes * 60 for minutes in preset.minutes)
    slack = 30 if least == most else 0
    assert max(SHORTEST_RUN, least - slack) <= sum(seconds) <= min(LONGEST_RUN, most)


@pytest.mark.parametrize("key", KEYS)
def test_there_are_three_to_six_passages_each_as_long_as_it_needs(key: str) -> None:
    seconds = [passage.target_seconds for passage in preset_of(key, "fr").script.passages]
    assert 3 <= len(seconds) <= 6
    assert 0 < min(seconds) < max(seconds) <= MOST_SECONDS


@pytest.mark.parametrize("preset", EVERY)
def test_every_text_is_there_and_of_its_length(preset: Preset) -> None:
    assert [title for title in titles(preset) if not 0 < len(title) <= 60] == []
    assert 0 < len(preset.script.brief) <= 600
    assert 2 <= len(re.findall(r"[.!?…](?:\s|$)", preset.script.brief)) <= 4
    for passage in preset.script.passages:
        assert 0 < len(passage.technique) <= 120
        assert 60 <= len(passage.prompt) <= 380


@pytest.mark.parametrize("key", KEYS)
def test_the_style_is_a_few_english_words(key: str) -> None:
    tags = preset_of(key, "fr").style_tags
    assert 4 <= len(tags) <= 7
    assert len(", ".join(tags)) <= 190
    assert [tag for tag in tags if not re.fullmatch(r"[a-zA-Z0-9/ -]+", tag)] == []


@pytest.mark.parametrize("key", KEYS)
def test_the_style_wants_nobody_to_sing_and_no_jump_in_loudness(key: str) -> None:
    tags = preset_of(key, "fr").style_tags
    assert tags[0].startswith("instrumental")
    assert "even dynamics" in tags


@pytest.mark.parametrize("row", TABLE, ids=KEYS)
def test_the_style_says_the_tempo_unless_each_passage_has_its_own(row: Agreed) -> None:
    first, last = row.bpm
    preset = preset_of(row.key, "fr")
    own = [TEMPO.findall(passage.prompt) for passage in preset.script.passages]
    said = f"{first} bpm" if first == last else f"{first}-{last} bpm"
    assert said in preset.style_tags or all(own)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("model", MODELS)
def test_every_model_takes_every_passage(model: str, dialect: str) -> None:
    refused = [title for title, song in songs(model_version=model) if is_refused(song, dialect)]
    assert refused == []


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("model", [model for model, bounds in MODELS.items() if bounds.style >= 1000])
def test_custom_mode_takes_every_passage_where_a_description_fits_into_the_style(model: str, dialect: str) -> None:
    refused = [title for title, song in songs(model_version=model, custom_mode=True) if is_refused(song, dialect)]
    assert refused == []


@pytest.mark.parametrize("preset", EVERY)
def test_a_named_tempo_is_the_journeys(preset: Preset) -> None:
    named = [int(beats) for text in prose(preset) for beats in TEMPO.findall(text)]
    assert named
    assert min(preset.bpm) <= min(named) <= max(named) <= max(preset.bpm)
