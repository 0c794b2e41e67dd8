"""Suno's models, and how much text each of them takes (providers, section 1.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from reprise.domain.errors import FieldError, InvalidInput
from reprise.domain.requests import Request

DEFAULT_MODEL = "V5"
PLAIN_PROMPT_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Bounds:
    """The longest texts of a model in custom mode, in characters."""

    prompt: int
    style: int
    title: int


SHORT_TITLE = 80
_OLD = Bounds(prompt=3000, style=200, title=SHORT_TITLE)
_NEW = Bounds(prompt=5000, style=1000, title=100)
_SAFE = Bounds(prompt=5000, style=1000, title=SHORT_TITLE)

MODELS: dict[str, Bounds] = {
    "V3_5": _OLD,
    "V4": _OLD,
    "V4_5": _NEW,
    "V4_5PLUS": _NEW,
    "V4_5ALL": _SAFE,
    "V5": _NEW,
    "V5_5": _NEW,
    "V6": _SAFE,
    "V6_WILD": _SAFE,
    "V6_MINI": _SAFE,
}


@dataclass(frozen=True, slots=True)
class Measured:
    """The length of a field's text, and the most that is taken of it; both in characters."""

    field: str
    length: int
    most: int


def custom_texts(request: Request, bounds: Bounds, *, is_sung: bool) -> tuple[Measured, ...]:
    """What of a request goes to the model word for word: the title, what is sung, the style."""
    title = Measured("title", len(request.title or ""), bounds.title)
    style = Measured("styleTags", len(style_text(request, is_sung=is_sung)), bounds.style)
    return title, _sung_text(request, bounds), style


def _sung_text(request: Request, bounds: Bounds) -> Measured:
    """The text that is sung: the lyrics, or else the prompt."""
    if request.lyrics:
        return Measured("lyrics", len(request.lyrics), bounds.prompt)
    return Measured("prompt", len(request.prompt or ""), bounds.prompt)


def style_text(request: Request, *, is_sung: bool) -> str:
    """The wanted style: the tags, and the prompt wherever it is not the text that is sung."""
    texts = list(request.style_tags)
    is_style = bool(request.lyrics) or not is_sung
    if request.prompt and is_style:
        texts.append(request.prompt)
    return ", ".join(texts)


def bounds_of(model: str, dialect: str) -> Bounds:
    """The bounds of a model. Raises InvalidInput when there is no such model."""
    if model not in MODELS:
        raise InvalidInput([FieldError("modelVersion", f"unknown model; use one of {', '.join(MODELS)}")])
    # kie's page bounds the titles of every model alike.
    if dialect == "kie":
        return replace(MODELS[model], title=SHORT_TITLE)
    return MODELS[model]


def too_long(measured: Iterable[Measured], taker: str) -> list[FieldError]:
    """What is wrong with texts that are longer than they may be; `taker` says who takes no more."""
    return [
        FieldError(one.field, f"{one.length} characters; {taker.format(most=one.most)}")
        for one in measured
        if one.length > one.most
    ]
