"""What users ask for: one dataclass for each kind of request, the same from the door to the provider."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Annotated, Literal

Cleaning = Literal["lyrics", "prompt", "tag", "title"]
"""How a text is cleaned (`domain/text.py`)."""


@dataclass(frozen=True, slots=True)
class Length:
    """How many characters a text has, or how many items a list."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Items:
    """How many items a list has at most."""

    most: int


@dataclass(frozen=True, slots=True)
class Name:
    """A text that is not for people, such as an id: its most characters; control characters are refused."""

    most: int


@dataclass(frozen=True, slots=True)
class Prose:
    """A text for people: how it is cleaned, and how many characters it then has."""

    most: int
    cleaning: Cleaning
    least: int = 1

    @property
    def longest_uncleaned(self) -> int:
        """A longer one is refused as it is: what is cleaned must have a bound, too."""
        return 4 * self.most


@dataclass(frozen=True, slots=True)
class Between:
    """How small and how large a number may be."""

    low: float
    high: float


def text(longest: int) -> Length:
    """A text of 1 to so many characters."""
    return Length(1, longest)


Weight = Annotated[float, Between(0, 1)]

_WORD_START = re.compile(r"_(\w)")


def camel(name: str) -> str:
    """`style_tags` as JSON spells it: `styleTags`."""
    return _WORD_START.sub(lambda match: match[1].upper(), name)


StyleTags = Annotated[tuple[Annotated[str, Prose(200, "tag")], ...], Items(50)]
Title = Annotated[str, Prose(100, "title")]
SungWords = Annotated[str, Prose(5000, "lyrics")]
Description = Annotated[str, Prose(3000, "prompt")]


class Request:
    """Whatever can be asked for. Lengths are in characters, after cleaning; a model's own are checked by its provider.

    What a kind of request does not have is empty, so that every track can be shown alike.
    """

    __slots__ = ()

    @property
    def prompt(self) -> str | None:
        """What it shall be about."""
        return None

    @property
    def lyrics(self) -> str | None:
        """The words to sing."""
        return None

    @property
    def title(self) -> str | None:
        """The wanted title."""
        return None

    @property
    def style_tags(self) -> tuple[str, ...]:
        """The wanted style."""
        return ()

    @property
    def model_version(self) -> str | None:
        """The wanted model of the provider."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Song(Request):
    """A song: `POST /tracks`."""

    prompt: Description | None = None
    lyrics: SungWords | None = None
    title: Title | None = None
    style_tags: StyleTags = ()
    has_vocals: bool | None = None
    model_version: Annotated[str, Name(40)] | None = None
    custom_mode: bool | None = None
    make_instrumental: bool | None = None
    negative_tags: Annotated[str, Prose(1000, "prompt")] | None = None
    vocal_gender: Literal["m", "f"] | None = None
    style_weight: Weight | None = None
    weirdness_constraint: Weight | None = None
    audio_weight: Weight | None = None
    reference_audio_url: Annotated[str, Name(2048)] | None = None
    persona_id: Annotated[str, Name(128)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extend(Request):
    """A finished version that goes on: `POST /tracks/{trackId}/extend`. `continue_at` is in seconds of that version."""

    continue_at: Annotated[float, Between(0, 3600)] | None = None
    prompt: Description | None = None
    lyrics: SungWords | None = None
    title: Title | None = None
    style_tags: StyleTags = ()
    negative_tags: Annotated[str, Prose(1000, "prompt")] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lyrics(Request):
    """Words for a song: `POST /lyrics`."""

    prompt: Annotated[str, Prose(200, "prompt")] = field()  # without it, the empty one above would be its default
