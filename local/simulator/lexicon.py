"""The words that scripts are made of: `lexicon.json`, by language and by where they stand."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

LANGUAGES = {"English": "en", "French": "fr", "Russian": "ru"}
OTHER = ("quiet", "slow", "warm", "light")
"""For texts of a schema that we know nothing of."""


@cache
def decks() -> dict[str, dict[str, list[str]]]:
    """Language, then the path of properties to a text, then what it may be."""
    words: dict[str, dict[str, list[str]]] = json.loads((Path(__file__).parent / "lexicon.json").read_text("utf-8"))
    return words
