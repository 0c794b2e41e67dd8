"""What a user asks for: the body of `POST /tracks`, in the one shape it keeps all the way to the provider."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal


class Bounds:
    """Bounds of a field, in the words of pydantic's core schema; whoever only reads tracks need not import pydantic."""

    def __init__(self, **words: float) -> None:
        self.words = words

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> dict[str, Any]:
        """The field's schema with the bounds in it; pydantic calls this."""
        schema: dict[str, Any] = handler(source)
        return schema | self.words


def text(longest: int) -> Bounds:
    """A text of 1 to so many characters."""
    return Bounds(min_length=1, max_length=longest)


Weight = Annotated[float, Bounds(ge=0, le=1)]

_WORD_START = re.compile(r"_(\w)")


def camel(name: str) -> str:
    """`style_tags` as JSON spells it: `styleTags`."""
    return _WORD_START.sub(lambda match: match[1].upper(), name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Song:
    """One wanted generation. Lengths are in characters, after cleaning; a model's own are checked by its provider."""

    __pydantic_config__: ClassVar[dict[str, object]] = {
        "extra": "forbid",
        "alias_generator": camel,
        "strict": True,
    }

    provider: Literal["suno", "mureka", "minimax"] = "suno"
    prompt: Annotated[str, text(3000)] | None = None
    lyrics: Annotated[str, text(5000)] | None = None
    title: Annotated[str, text(100)] | None = None
    style_tags: Annotated[tuple[Annotated[str, text(200)], ...], Bounds(max_length=50)] = ()
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
