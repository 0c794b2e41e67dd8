"""Every journey that can be chosen is whole in every language, plays what was agreed, and is told in its own words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from itertools import chain
from typing import Any, get_args

import pytest

from reprise.domain.errors import InvalidInput
from reprise.domain.operations import TRACK
from reprise.domain.presets import Language, Passage, Preset
from reprise.domain.requests import Song
from reprise.domain.text import clean_prompt, clean_title
from reprise.providers.suno.dialects import DIALECTS
from reprise.providers.suno.models import MODELS
from reprise.providers.suno.provider import Suno
from reprise.store.presets import Presets

AGREED = """
universel-reset|anything → balance|20|68|dorian 6/8|felt piano, handpan, warm pads|5
panique-anxiete|panic, anxiety → calm, control|20|64|dorian 6/8|handpan, felt piano, soft pad|6
stress-overwhelm|stress → slowing down|18-20|70|dorian 4/4|Rhodes, vinyl hiss|5
rumination-culpabilite|rumination, guilt → clarity|19-21|62|aeolian 6/8|harp, kalimba, low-pass pad|5
tristesse-deuil|sadness, grief → light|22|68|lydian 4/4|piano, strings, soft flute|6
apathie-demotivation|apathy → momentum|18|100|ionian 4/4|pop piano, muted claps, soft arp, round bass|5
colere-irritabilite|anger → assertiveness|20-22|88→72|minor blues → aeolian|soft toms, airy pads, nylon guitar|6
peur-anticipatoire|anticipatory fear → tolerance|20-22|62|aeolian → dorian 6/8|handpan, soft drones|6
honte-anxiete-sociale|shame, social anxiety → self-compassion|18-20|72|mixolydian|Rhodes, round bass|5
jalousie-envie|jealousy → recentring|18-20|76|mixolydian|gentle high-life guitar|5
solitude-isolement|loneliness → connection|20-22|78|ionian|airy choir, soft bells|6
fatigue-mentale|burnout → active rest|22-24|60-65|dorian|piano, analogue pads|5
hypersensibilite|overstimulation → filtering|18-20|58-62|aeolian|felted textures, no cymbals|5
douleur-physique|mild pain → soothing|20-22|60-64|dorian|warm drones, bass flute|6
manque-confiance|self-doubt → gentle assurance|20-22|86-92|ionian|soft arp, round bass, light groove|6
perfectionnisme|perfectionism → suppleness|18-20|72-78|mixolydian|Rhodes, nylon guitar|6
nostalgie-melancolie|nostalgia → present gentleness|20-22|68-72|ionian|chorus, tape feel|6
motivation-energie|energy → getting moving|18-20|104-110|dorian/ionian|soft shakers, organic percussion|5
concentration-flow|scatter → steady focus|18-20|85-95|lo-fi instrumental|soft repeating patterns, no voice|5
amour-gratitude|gratitude → expansion|20-22|76-82|lydian/ionian|light choir, warm piano|6
"""
"""Key, feelings, minutes, beats a minute, mode and metre, instruments and how many passages, in the order shown."""

LANGUAGES: tuple[Language, ...] = get_args(Language)
PRESETS = Presets()
MOST_SECONDS = 360
SHORTEST_RUN, LONGEST_RUN = 18 * 60, 24 * 60

CYRILLIC, LATIN = re.compile("[\u0400-\u04ff]"), re.compile("[A-Za-z\u00c0-\u024f]")
FOREIGN = {"en": CYRILLIC, "fr": CYRILLIC, "ru": LATIN}
"""Letters that a language has no use for."""
STRAYS = {
    "en": {"avec", "dans", "de", "des", "et", "le", "les", "qui", "une", "vous"},
    "fr": {"and", "at", "from", "in", "into", "of", "soft", "that", "the", "this", "to", "with", "you", "your"},
    "ru": set[str](),
}
"""Words of a neighbour, which would have been left behind in a translation."""

TEMPO = re.compile(r"(\d+)\s(?:bpm|уд/мин)")
SENTENCE_END = re.compile(r"[.!?…;:]+")
WORD = re.compile(r"[\w\u2019-]+")
SCORE = re.compile(r"\d\s*/\s*10\b|\b\d+\s(?:sur|out of|из)\s10\b")


@dataclass(frozen=True)
class Agreed:
    """A row of the table."""

    key: str
    way: str
    minutes: tuple[int, int]
    bpm: tuple[int, int]
    mode: str
    instruments: str
    passages: int


def agreed(row: str) -> Agreed:
    key, way, minutes, bpm, mode, instruments, passages = row.split("|")
    return Agreed(key, way, numbers(minutes), numbers(bpm), mode, instruments, int(passages))


def numbers(text: str) -> tuple[int, int]:
    """`20`, `18-20` or `88→72`."""
    first, *last = map(int, re.findall(r"\d+", text))
    return first, *(last or [first])  # type: ignore[return-value]


TABLE = [agreed(row) for row in AGREED.strip().splitlines()]
KEYS = [row.key for row in TABLE]
EVERY = [pytest.param(preset, id=f"{preset.key}-{lang}") for lang in LANGUAGES for preset in PRESETS.all(lang)]
"""Each preset in each language."""


def preset_of(key: str, language: Language) -> Preset:
    found = PRESETS.get(key, language)
    assert found
    return found


def titles(preset: Preset) -> list[str]:
    return [preset.script.title, *(passage.title for passage in preset.script.passages)]


def prose(preset: Preset) -> list[str]:
    told = chain.from_iterable((passage.technique, passage.prompt) for passage in preset.script.passages)
    return [preset.script.brief, *told]


def texts(preset: Preset) -> list[str]:
    """All words of it that a reader sees."""
    said = [preset.starts_from, preset.leads_to, preset.mode, *preset.instruments]
    return [*titles(preset), *prose(preset), *said]


def words(text: str) -> list[str]:
    return WORD.findall(text.lower())


def sentences(passage: Passage) -> set[str]:
    """The sentences of a passage that are long enough to be somebody's own."""
    parts = chain.from_iterable(SENTENCE_END.split(text) for text in (passage.technique, passage.prompt))
    return {" ".join(words(part)) for part in parts if len(words(part)) > 6}


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_passages_share_a_sentence(language: Language) -> None:
    told = [passage for preset in PRESETS.all(language) for passage in preset.script.passages]
    shared = Counter(chain.from_iterable(map(sentences, told)))
    assert [sentence for sentence, times in shared.items() if times > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_passages_have_the_same_title_or_technique(language: Language) -> None:
    told = [passage for preset in PRESETS.all(language) for passage in preset.script.passages]
    assert len({passage.title for passage in told}) == len(told)
    assert len({passage.technique for passage in told}) == len(told)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_every_text_is_in_its_own_language(key: str, language: Language) -> None:
    preset = preset_of(key, language)
    assert [text for text in texts(preset) if FOREIGN[language].search(text)] == []
    assert set(chain.from_iterable(map(words, prose(preset)))) & STRAYS[language] == set()


@pytest.mark.parametrize("preset", EVERY)
def test_no_text_shows_a_score(preset: Preset) -> None:
    assert [text for text in (preset.script.brief, *titles(preset)) if SCORE.search(text)] == []


@pytest.mark.parametrize("preset", EVERY)
def test_texts_are_set_as_a_printer_would(preset: Preset) -> None:
    """Curly quotes, single spaces, nothing that does not print."""
    printed = [text.replace("\N{NO-BREAK SPACE}", " ") for text in texts(preset)]
    assert [text for text in printed if not text.isprintable() or "  " in text or text != text.strip()] == []
    assert [text for text in printed if re.search(r"['\"]", text)] == []


@pytest.mark.parametrize("key", KEYS)
def test_french_keeps_its_double_marks_beside_their_words(key: str) -> None:
    told = texts(preset_of(key, "fr"))
    assert [text for text in told if re.search(r"[^\u00a0][;:!?»]|«[^\u00a0]", text)] == []


@pytest.mark.parametrize("preset", EVERY)
def test_cleaning_leaves_every_text_as_it_is(preset: Preset) -> None:
    assert list(map(clean_title, titles(preset))) == titles(preset)
    assert list(map(clean_prompt, texts(preset))) == texts(preset)
    assert tuple(map(clean_prompt, preset.style_tags)) == preset.style_tags
