"""A part of a song made anew, in Suno's own fields, and what would be refused. The model is always the source's."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any

from reprise.domain.errors import FieldError, InvalidInput
from reprise.domain.requests import Replace
from reprise.domain.versions import Source
from reprise.providers.suno.models import (
    ANY_STYLE,
    UNTITLED,
    bounds_of,
    filled,
    given_texts,
    model_of,
    too_long,
)

PATH = "/api/v1/generate/replace-section"

_SPANS: dict[str, Callable[[float], tuple[float, float]]] = {
    "sunoapi": lambda song: (10, song / 2),
    "kie": lambda _song: (6, 60),
}
"""How long the part may be, of a song of so many seconds: seconds at least and at most (providers, section 1.5)."""

_AS_BEFORE = "like the rest of the song"
_NOBODY_SINGS = "[Instrumental]"
"""The lyrics of a song that has none: they have to be given."""


def check(request: Replace, source: Source, dialect: str) -> None:
    """Refuse what the model would refuse. Raises InvalidInput."""
    model = model_of(source)
    errors = [*_outside(request, source, dialect), *too_long(given_texts(request, bounds_of(model)), model)]
    if errors:
        raise InvalidInput(errors)


def fields_of(request: Replace, source: Source, callback_url: str) -> dict[str, Any]:
    """The body of the create call. What has to be said and is not wished for, the source gives."""
    bounds = bounds_of(model_of(source))
    fields: dict[str, Any] = {
        "taskId": source.task_id,
        "audioId": source.audio_id,
        "prompt": filled((request.prompt, request.lyrics), (_AS_BEFORE,), bounds.prompt),
        "tags": filled((", ".join(request.style_tags),), (source.tags, ANY_STYLE), bounds.style),
        "title": filled((request.title,), (source.title, UNTITLED), bounds.title),
        "fullLyrics": filled((request.lyrics,), (source.lyrics, _NOBODY_SINGS), bounds.prompt),
        "infillStartS": _rounded(request.start_at),
        "infillEndS": _rounded(request.end_at),
        "callBackUrl": callback_url,
    }
    if request.negative_tags:
        fields["negativeTags"] = request.negative_tags
    return fields


def _rounded(seconds: float) -> float:
    """Two decimals are taken."""
    return round(seconds, 2)


def _outside(request: Replace, source: Source, dialect: str) -> list[FieldError]:
    """What is wrong with the two moments: in order, inside the song, as far apart as is taken."""
    start, end = _rounded(request.start_at), _rounded(request.end_at)
    if start >= end:
        return [FieldError("endAt", "after", {"other": "startAt"})]
    if source.seconds and end > source.seconds:
        return [FieldError("endAt", "song_ends", {"bound": f"{source.seconds:g}"})]
    return _wrong_span(round(end - start, 2), _SPANS[dialect](source.seconds or inf))


def _wrong_span(span: float, bounds: tuple[float, float]) -> list[FieldError]:
    least, most = bounds
    if span < least:
        return [FieldError("endAt", "span_at_least", {"other": "startAt", "bound": f"{least:g}"})]
    if span > most:
        return [FieldError("endAt", "span_at_most", {"other": "startAt", "bound": f"{most:g}"})]
    return []
