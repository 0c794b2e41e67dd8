"""Journeys that are ready to be made: where each leads, what its music is like, and its own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "fr", "ru"]


@dataclass(frozen=True, slots=True)
class Passage:
    """One segment before it is made: what it is called, which technique it serves, and what its music shall be like."""

    title: str
    technique: str
    prompt: str
    target_seconds: int


@dataclass(frozen=True, slots=True)
class Script:
    """The words of a journey, in one language: the preset's own, or written for one person."""

    title: str
    brief: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Preset:
    """A journey in one language. `minutes` are the least and the most; so are `bpm`, unless it slows down.

    Both numbers are equal where there is only one. `starts_from` and `leads_to` are feelings; `style_tags` are English
    words of music, for whoever plays it.
    """

    key: str
    starts_from: str
    leads_to: str
    minutes: tuple[int, int]
    bpm: tuple[int, int]
    mode: str
    instruments: tuple[str, ...]
    style_tags: tuple[str, ...]
    script: Script
