"""A song that goes on, in Suno's own fields, and what would be refused. The model is always the source's."""

from __future__ import annotations

from typing import Any

from reprise.domain.errors import FieldError, InvalidInput
from reprise.domain.requests import Extend
from reprise.domain.versions import Source
from reprise.providers.suno.models import DEFAULT_MODEL, Measured, bounds_of, too_long

PATH = "/api/v1/generate/extend"


def check(request: Extend, source: Source, dialect: str) -> None:
    """Refuse what the model would refuse. Raises InvalidInput."""
    model = source.model or DEFAULT_MODEL
    bounds = bounds_of(model, dialect)
    sung = "lyrics" if request.lyrics else "prompt"
    measured = (
        Measured("title", len(request.title or ""), bounds.title),
        Measured(sung, len(request.lyrics or request.prompt or ""), bounds.prompt),
        Measured("styleTags", len(", ".join(request.style_tags)), bounds.style),
    )
    errors = [*_outside(request, source), *too_long(measured, f"{model} takes {{most}}")]
    if errors:
        raise InvalidInput(errors)


def fields_of(request: Extend, source: Source, callback_url: str) -> dict[str, Any]:
    """The body of the create call. Without any wish of its own the song goes on as it was made."""
    fields: dict[str, Any] = {
        "defaultParamFlag": _has_wishes(request),
        "audioId": source.audio_id,
        "model": source.model or DEFAULT_MODEL,
        "callBackUrl": callback_url,
    }
    return fields | _wishes(request, source) if _has_wishes(request) else fields


def _has_wishes(request: Extend) -> bool:
    return request != Extend()


def _wishes(request: Extend, source: Source) -> dict[str, Any]:
    """All four are wanted as soon as one is given (providers, section 1.5): the source's stand in for the others."""
    fields: dict[str, Any] = {
        "continueAt": request.continue_at,
        "prompt": request.lyrics or request.prompt or source.lyrics or "go on",
        "style": ", ".join(request.style_tags) or source.tags or "any style",
        "title": request.title or source.title or "Untitled",
    }
    return fields | ({"negativeTags": request.negative_tags} if request.negative_tags else {})


def _outside(request: Extend, source: Source) -> list[FieldError]:
    """Where it shall go on lies inside the song."""
    at = request.continue_at
    if at is None:
        wanted = "required with other wishes: the second from which the song goes on"
        return [FieldError("continueAt", wanted)] if _has_wishes(request) else []
    longest = source.seconds or at + 1
    is_inside = 0 < at < longest
    return (
        [] if is_inside else [FieldError("continueAt", f"inside the song: more than 0, less than {longest:g} seconds")]
    )
