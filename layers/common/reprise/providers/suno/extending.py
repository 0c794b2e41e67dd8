"""A song that goes on, in Suno's own fields, and what would be refused. The model is always the source's."""

from __future__ import annotations

from typing import Any

from reprise.domain.errors import FieldError, InvalidInput
from reprise.domain.requests import Extend
from reprise.domain.versions import Source
from reprise.providers.suno.models import (
    ANY_STYLE,
    UNTITLED,
    bounds_of,
    custom_texts,
    filled,
    model_of,
    style_text,
    too_long,
)

PATH = "/api/v1/generate/extend"


def check(request: Extend, source: Source) -> None:
    """Refuse what the model would refuse. Raises InvalidInput."""
    model = model_of(source)
    measured = custom_texts(request, bounds_of(model), is_sung=True)
    errors = [*_outside(request, source), *too_long(measured, model)]
    if errors:
        raise InvalidInput(errors)


def fields_of(request: Extend, source: Source, callback_url: str) -> dict[str, Any]:
    """The body of the create call. Without any wish of its own the song goes on as it was made."""
    fields: dict[str, Any] = {
        "defaultParamFlag": _has_wishes(request),
        "audioId": source.audio_id,
        "model": model_of(source),
        "callBackUrl": callback_url,
    }
    if _has_wishes(request):
        fields |= _wishes(request, source)
    return fields


def _has_wishes(request: Extend) -> bool:
    return request != Extend()


def _wishes(request: Extend, source: Source) -> dict[str, Any]:
    """As soon as one field is given, all four must be (providers, section 1.5): the source gives the others."""
    bounds, style = bounds_of(model_of(source)), style_text(request, is_sung=True)
    fields: dict[str, Any] = {
        "continueAt": request.continue_at,
        "prompt": filled((request.lyrics, request.prompt), (source.lyrics, "go on"), bounds.prompt),
        "style": filled((style,), (source.tags, ANY_STYLE), bounds.style),
        "title": filled((request.title,), (source.title, UNTITLED), bounds.title),
    }
    if request.negative_tags:
        fields["negativeTags"] = request.negative_tags
    return fields


def _outside(request: Extend, source: Source) -> list[FieldError]:
    """Where it shall go on lies inside the song."""
    at = request.continue_at
    if at is None:
        return _missing(request)
    longest = source.seconds or at + 1
    if 0 < at < longest:
        return []
    return [FieldError("continueAt", "inside_the_song", {"bound": f"{longest:g}"})]


def _missing(request: Extend) -> list[FieldError]:
    if not _has_wishes(request):
        return []
    return [FieldError("continueAt", "required_with_wishes")]
