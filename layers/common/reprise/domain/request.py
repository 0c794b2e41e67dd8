"""What a user asks for: the body of `POST /tracks`, in the one shape it keeps all the way to the provider."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from annotated_types import Ge, Le, MaxLen, MinLen

Text = Annotated[str, MinLen(1)]
Weight = Annotated[float, Ge(0), Le(1)]

_WORD_START = re.compile(r"_(\w)")


def camel(name: str) -> str:
    """`style_tags` as JSON spells it: `styleTags`."""
    return _WORD_START.sub(lambda match: match[1].upper(), name)


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationRequest:
    """One wanted generation. Lengths are in characters, after cleaning; a model's own are checked by its provider."""

    __pydantic_config__: ClassVar[dict[str, object]] = {
        "extra": "forbid",
        "alias_generator": camel,
        "strict": True,
    }

    provider: Literal["suno", "mureka", "minimax"] = "suno"
    prompt: Annotated[Text, MaxLen(3000)] | None = None
    lyrics: Annotated[Text, MaxLen(5000)] | None = None
    title: Annotated[Text, MaxLen(100)] | None = None
    style_tags: Annotated[tuple[Annotated[Text, MaxLen(200)], ...], MaxLen(50)] = ()
    has_vocals: bool | None = None
    model_version: Annotated[Text, MaxLen(40)] | None = None
    project_id: Annotated[Text, MaxLen(128)] | None = None
    custom_mode: bool | None = None
    make_instrumental: bool | None = None
    negative_tags: Annotated[Text, MaxLen(1000)] | None = None
    vocal_gender: Literal["m", "f"] | None = None
    style_weight: Weight | None = None
    weirdness_constraint: Weight | None = None
    audio_weight: Weight | None = None
    reference_audio_url: Annotated[Text, MaxLen(2048)] | None = None
    persona_id: Annotated[Text, MaxLen(128)] | None = None
