"""The presets are told in each language's own words, no passage like another, and set as a printer would."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain

import pytest

from reprise.domain.presets import Language, Passage, Preset
from reprise.domain.text import clean_prompt, clean_title
from tests.unit.store.told import EVERY, KEYS, LANGUAGES, PRESETS, preset_of, texts, titles

CYRILLIC, LATIN = re.compile("[\u0400-\u04ff]"), re.compile("[A-Za-z\u00c0-\u024f]")
FOREIGN = {"en": CYRILLIC, "fr": CYRILLIC, "ru": LATIN}
"""Letters that a language has no use for."""
STRAYS = {
    "en": {"avec", "dans", "de", "des", "et", "le", "les", "qui", "une", "vous"},
    "fr": {"and", "at", "from", "in", "into", "of", "soft", "that", "the", "this", "to", "with", "you", "your"},
    "ru": set[str](),
}
"""Words of a neighbour, which would have been left behind in a translation."""

SENTENCE_END = re.compile(r"[.!?…;:]+")
WORD = re.compile(r"[\w\u2019-]+")
SCORE = re.compile(r"\d\s*/\s*10\b|\b\d+\s(?:sur|out of|из)\s10\b")


def words(text: str) -> list[str]:
    return WORD.findall(text.lower())


def sentences(passage: Passage) -> set[str]:
    """The sentences of a passage that are long enough to be somebody's own."""
    parts = chain.from_iterable(SENTENCE_END.split(text) for text in (passage.technique, passage.prompt))
    return {" ".join(words(part)) for part in parts if len(words(part)) > 6}


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
    assert set(chain.from_iterable(map(words, texts(preset)))) & STRAYS[language] == set()


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
