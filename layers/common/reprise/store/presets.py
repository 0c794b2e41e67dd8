"""The presets, read from the files beside the code when one is first wanted."""

from __future__ import annotations

from functools import cache
from importlib import resources

import msgspec

from reprise.domain.presets import Language, Passage, Preset, Script
from reprise.store.attributes import decode

KEYS = (
    "universel-reset",
    "panique-anxiete",
    "stress-overwhelm",
    "rumination-culpabilite",
    "tristesse-deuil",
    "apathie-demotivation",
    "colere-irritabilite",
    "peur-anticipatoire",
    "honte-anxiete-sociale",
    "jalousie-envie",
    "solitude-isolement",
    "fatigue-mentale",
    "hypersensibilite",
    "douleur-physique",
    "manque-confiance",
    "perfectionnisme",
    "nostalgie-melancolie",
    "motivation-energie",
    "concentration-flow",
    "amour-gratitude",
)
"""In the order in which they are shown; each is a file of this name in `presets`."""


class Presets:
    """All presets, in each language."""

    __slots__ = ()

    def get(self, key: str, language: Language) -> Preset | None:
        """The preset of this key, or None when there is none."""
        return _preset(key, language) if key in KEYS else None

    def all(self, language: Language) -> list[Preset]:
        """Every preset, in the order in which they are shown."""
        return [_preset(key, language) for key in KEYS]


class _Segment(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    target_seconds: int


class _Told(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    technique: str
    prompt: str


_NAMES = {"starts_from": "from", "leads_to": "to"}


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename=_NAMES):
    title: str
    starts_from: str
    leads_to: str
    mode: str
    instruments: tuple[str, ...]
    brief: str
    segments: tuple[_Told, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    minutes: tuple[int, int]
    bpm: tuple[int, int]
    style_tags: tuple[str, ...]
    segments: tuple[_Segment, ...]
    fr: _Words
    en: _Words
    ru: _Words


@cache
def _preset(key: str, language: Language) -> Preset:
    file = _file(key)
    words: _Words = getattr(file, language)
    return Preset(
        key=key,
        starts_from=words.starts_from,
        leads_to=words.leads_to,
        minutes=file.minutes,
        bpm=file.bpm,
        mode=words.mode,
        instruments=words.instruments,
        style_tags=file.style_tags,
        script=Script(words.title, words.brief, tuple(map(_passage, words.segments, file.segments))),
    )


def _passage(words: _Told, segment: _Segment) -> Passage:
    return Passage(words.title, words.technique, words.prompt, segment.target_seconds)


@cache
def _file(key: str) -> _File:
    text = resources.files("reprise").joinpath("presets", f"{key}.json").read_bytes()
    return decode(msgspec.json.decode(text), _File)
