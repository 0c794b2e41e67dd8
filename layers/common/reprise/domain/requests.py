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
    """How many items a list has."""

    most: int
    least: int = 0


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
NegativeTags = Annotated[str, Prose(1000, "prompt")]
VocalGender = Literal["m", "f"]
Seconds = Annotated[float, Between(0, 3600)]


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
class Cover(Request):
    """A finished version sung anew: `POST /tracks/{trackId}/cover`."""

    prompt: Description | None = None
    lyrics: SungWords | None = None
    title: Title | None = None
    style_tags: StyleTags = ()
    has_vocals: bool | None = None
    model_version: Annotated[str, Name(40)] | None = None
    custom_mode: bool | None = None
    make_instrumental: bool | None = None
    negative_tags: NegativeTags | None = None
    vocal_gender: VocalGender | None = None
    style_weight: Weight | None = None
    weirdness_constraint: Weight | None = None
    audio_weight: Weight | None = None
    persona_id: Annotated[str, Name(128)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Song(Cover):
    """A song: `POST /tracks`. It has all that a cover has, and may be one of a recording from elsewhere."""

    reference_audio_url: Annotated[str, Name(2048)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Request):
    """What is wished for of a finished version that is changed."""

    prompt: Description | None = None
    lyrics: SungWords | None = None
    title: Title | None = None
    style_tags: StyleTags = ()
    negative_tags: NegativeTags | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extend(Change):
    """A finished version that goes on: `POST /tracks/{trackId}/extend`. `continue_at` is in seconds of that version."""

    continue_at: Seconds | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lyrics(Request):
    """Words for a song: `POST /lyrics`."""

    prompt: Annotated[str, Prose(200, "prompt")] = field()  # without it, the empty one above would be its default


@dataclass(frozen=True, slots=True, kw_only=True)
class Replace(Change):
    """A part of a finished version made anew: `POST /tracks/{trackId}/replace`. Both moments are in seconds of it."""

    start_at: Seconds
    end_at: Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class AddInstrumental(Request):
    """Instruments for a finished version: `POST /tracks/{trackId}/instrumental`."""

    title: Title | None = None
    style_tags: StyleTags = ()
    negative_tags: NegativeTags | None = None
    vocal_gender: VocalGender | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddVocals(AddInstrumental):
    """A voice for a finished version: `POST /tracks/{trackId}/vocals`."""

    prompt: Description | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stems(Request):
    """The voices of a finished version, each by itself: `POST /tracks/{trackId}/stems`."""

    mode: Literal["vocals", "all"] = "vocals"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wav(Request):
    """A finished version without loss: `POST /tracks/{trackId}/wav`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Video(Request):
    """A finished version to look at: `POST /tracks/{trackId}/video`. Both texts are shown in it."""

    author: Annotated[str, Prose(50, "title")] | None = None
    domain_name: Annotated[str, Prose(50, "title")] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Words(Request):
    """When each word of a finished version is sung: `POST /tracks/{trackId}/words`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona(Request):
    """A voice that other songs can be sung with: `POST /personas`."""

    name: Annotated[str, Prose(100, "title")]
    description: Annotated[str, Prose(1000, "prompt")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recover(Request):
    """The audio of a finished track, as its provider's links have died: `POST /tracks/{trackId}/recover`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge(Request):
    """Finished versions, one after the other: `POST /merges`."""

    title: Title | None = None
