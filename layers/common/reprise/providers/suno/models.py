"""Suno's models, and how much text each of them takes (providers, section 1.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from reprise.domain.errors import Fact, FieldError, InvalidInput
from reprise.domain.requests import Request
from reprise.domain.versions import Source

DEFAULT_MODEL = "V5"
ANY_STYLE, UNTITLED = "any style", "Untitled"
"""What is said where something must be said and nobody knows anything."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The longest texts of a model, in characters: `plain` without custom mode, the others in it."""

    prompt: int
    style: int
    title: int
    plain: int = 500


SHORT_TITLE = 80
_OLD = Bounds(prompt=3000, style=200, title=SHORT_TITLE)
_NEW = Bounds(prompt=5000, style=1000, title=100)
_SAFE = Bounds(prompt=5000, style=1000, title=SHORT_TITLE)
_SIXTH = Bounds(prompt=5000, style=1000, title=SHORT_TITLE, plain=3000)

MODELS: dict[str, Bounds] = {
    "V3_5": _OLD,
    "V4": _OLD,
    "V4_5": _NEW,
    "V4_5PLUS": _NEW,
    "V4_5ALL": _SAFE,
    "V5": _NEW,
    "V5_5": _NEW,
    "V6": _SIXTH,
    "V6_WILD": _SIXTH,
    "V6_MINI": _SIXTH,
}

ADDING_MODEL = "V4_5PLUS"
"""What adds a voice or instruments, unless the song's own model can."""

_ADDING = {"sunoapi": {ADDING_MODEL, "V5"}, "kie": {ADDING_MODEL, "V5", "V5_5"}}


@dataclass(frozen=True, slots=True)
class Measured:
    """The length of a field's text, and the most that is taken of it; both in characters."""

    field: str
    length: int
    most: int
    other: str = ""
    """The field whose text goes with it as one."""


def custom_texts(request: Request, bounds: Bounds, *, is_sung: bool) -> tuple[Measured, ...]:
    """What of a request goes to the model word for word: the title, what is sung, the style."""
    title = Measured("title", len(request.title or ""), bounds.title)
    return title, _sung_text(request, bounds, is_sung=is_sung), _style(request, bounds, is_sung=is_sung)


def given_texts(request: Request, bounds: Bounds) -> tuple[Measured, ...]:
    """What of a request goes to the provider in a field of its own, where the prompt is neither words nor style."""
    return (
        Measured("title", len(request.title or ""), bounds.title),
        Measured("lyrics", len(request.lyrics or ""), bounds.prompt),
        Measured("prompt", len(request.prompt or ""), bounds.prompt),
        Measured("styleTags", len(", ".join(request.style_tags)), bounds.style),
    )


def filled(wishes: Iterable[str | None], others: Iterable[str | None], most: int) -> str:
    """A text that has to be given: the first that is wished for, else the first of the others, cut to what is taken."""
    return _first(wishes) or _first(others)[:most]


def _first(texts: Iterable[str | None]) -> str:
    return next(filter(None, texts), "")


def together(prompt: int, tags: int, whole: int, most: int) -> Measured:
    """A prompt and tags that go as one text: named is the prompt if it is too long by itself, else the tags."""
    if tags <= most < prompt:
        return Measured("prompt", whole, most, "styleTags" if tags else "")
    return Measured("styleTags", whole, most, "prompt" if prompt else "")


def _sung_text(request: Request, bounds: Bounds, *, is_sung: bool) -> Measured:
    """The text that is sung, if any: the lyrics, or else the prompt."""
    if request.lyrics:
        return Measured("lyrics", len(request.lyrics), bounds.prompt)
    return Measured("prompt", len(request.prompt or "") if is_sung else 0, bounds.prompt)


def _style(request: Request, bounds: Bounds, *, is_sung: bool) -> Measured:
    tags, whole = len(", ".join(request.style_tags)), len(style_text(request, is_sung=is_sung))
    return together(len(request.prompt or "") if whole > tags else 0, tags, whole, bounds.style)


def style_text(request: Request, *, is_sung: bool) -> str:
    """The wanted style: the tags, and the prompt wherever it is not the text that is sung."""
    texts = list(request.style_tags)
    is_style = bool(request.lyrics) or not is_sung
    if request.prompt and is_style:
        texts.append(request.prompt)
    return ", ".join(texts)


def bounds_of(model: str) -> Bounds:
    """The bounds of a model. Raises InvalidInput when there is no such model."""
    if model not in MODELS:
        raise InvalidInput([FieldError("modelVersion", "one_of", {"bound": ", ".join(MODELS)})])
    return MODELS[model]


def new_song_bounds(model: str, dialect: str) -> Bounds:
    """The bounds of a song that is made of nothing: kie's page bounds the titles of every model alike."""
    bounds = bounds_of(model)
    return replace(bounds, title=SHORT_TITLE) if dialect == "kie" else bounds


def model_of(source: Source) -> str:
    """The model that a song was made by."""
    return source.model or DEFAULT_MODEL


def adding_model(source: Source, dialect: str) -> str:
    """The model that adds something to a song."""
    wished = model_of(source)
    return wished if wished in _ADDING[dialect] else ADDING_MODEL


def too_long(measured: Iterable[Measured], model: str, mode: str = "") -> list[FieldError]:
    """What is wrong with texts that are longer than the model takes, in this mode if it has any."""
    return [_fault(one, model, mode) for one in measured if one.length > one.most]


def _fault(one: Measured, model: str, mode: str) -> FieldError:
    reason = "model_bound_together" if one.other else "model_bound"
    facts: dict[str, Fact] = {"length": one.length, "model": model, "bound": one.most, "other": one.other}
    return FieldError(one.field, f"{reason}{mode}", facts)
