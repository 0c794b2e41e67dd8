"""What a user asks for: the body of `POST /tracks`, in the one shape it keeps all the way to the provider."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Literal


@dataclass(frozen=True, slots=True)
class Length:
    """How many characters a text has, or how many items a list."""

    least: int
    most: int


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Song:
    """One wanted generation. Lengths are in characters, after cleaning; a model's own are checked by its provider."""

    provider: Literal["suno", "mureka", "minimax"] = "suno"
    prompt: Annotated[str, text(3000)] | None = None
    lyrics: Annotated[str, text(5000)] | None = None
    title: Annotated[str, text(100)] | None = None
    style_tags: Annotated[tuple[Annotated[str, text(200)], ...], Length(0, 50)] = ()
    has_vocals: bool | None = None
    model_version: Annotated[str, text(40)] | None = None
    project_id: Annotated[str, text(128)] | None = None
    custom_mode: bool | None = None
    make_instrumental: bool | None = None
    negative_tags: Annotated[str, text(1000)] | None = None
    vocal_gender: Literal["m", "f"] | None = None
    style_weight: Weight | None = None
    weirdness_constraint: Weight | None = None
    audio_weight: Weight | None = None
    reference_audio_url: Annotated[str, text(2048)] | None = None
    persona_id: Annotated[str, text(128)] | None = None
