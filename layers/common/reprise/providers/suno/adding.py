"""A voice or instruments for a song, in Suno's own fields, and what would be refused."""

from __future__ import annotations

from typing import Any

from reprise.domain.errors import FieldError, InvalidInput
from reprise.domain.requests import AddInstrumental, AddVocals
from reprise.domain.versions import Source
from reprise.providers.suno.models import (
    ANY_STYLE,
    UNTITLED,
    adding_model,
    bounds_of,
    filled,
    given_texts,
    too_long,
)
from reprise.providers.suno.references import too_long_a_recording

VOCALS_PATH = "/api/v1/generate/add-vocals"
INSTRUMENTAL_PATH = "/api/v1/generate/add-instrumental"

_NOTHING_UNWANTED = "noise"
"""Both resellers want to be told what is not wanted; nobody wants this."""


def check_vocals(request: AddVocals, source: Source, dialect: str) -> None:
    """Refuse what the model would refuse. Raises InvalidInput."""
    missing = [] if request.prompt else [FieldError("prompt", "required")]
    _check(request, source, dialect, missing)


def check_instrumental(request: AddInstrumental, source: Source, dialect: str) -> None:
    """Refuse what the model would refuse. Raises InvalidInput."""
    _check(request, source, dialect, [])


def vocals_of(request: AddVocals, source: Source, callback_url: str, dialect: str) -> dict[str, Any]:
    """The body of the create call for a voice: here the style is called `style`."""
    said = {"prompt": request.prompt, "style": _style(request, source, dialect)}
    return said | _fields(request, source, callback_url, dialect)


def instrumental_of(request: AddInstrumental, source: Source, callback_url: str, dialect: str) -> dict[str, Any]:
    """The body of the create call for instruments: here the style is called `tags`."""
    return {"tags": _style(request, source, dialect)} | _fields(request, source, callback_url, dialect)


def _check(request: AddInstrumental, source: Source, dialect: str, missing: list[FieldError]) -> None:
    model = adding_model(source, dialect)
    measured = given_texts(request, bounds_of(model))
    errors = [*missing, *too_long(measured, model), *too_long_a_recording(source)]
    if errors:
        raise InvalidInput(errors)


def _fields(request: AddInstrumental, source: Source, callback_url: str, dialect: str) -> dict[str, Any]:
    model = adding_model(source, dialect)
    fields: dict[str, Any] = {
        "uploadUrl": source.url,
        "title": filled((request.title,), (source.title, UNTITLED), bounds_of(model).title),
        "negativeTags": request.negative_tags or _NOTHING_UNWANTED,
        "model": model,
        "callBackUrl": callback_url,
    }
    if request.vocal_gender:
        fields["vocalGender"] = request.vocal_gender
    return fields


def _style(request: AddInstrumental, source: Source, dialect: str) -> str:
    most = bounds_of(adding_model(source, dialect)).style
    return filled((", ".join(request.style_tags),), (source.tags, ANY_STYLE), most)
