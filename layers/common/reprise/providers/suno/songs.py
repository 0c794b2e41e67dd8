"""A song, new or of a recording, in Suno's own fields, and what its models would refuse."""

from __future__ import annotations

from typing import Any, cast

from reprise.domain.errors import FieldError, InvalidInput
from reprise.domain.requests import Cover, Song
from reprise.domain.versions import Source
from reprise.providers.provider import Order
from reprise.providers.suno.models import (
    ANY_STYLE,
    DEFAULT_MODEL,
    SHORT_TITLE,
    UNTITLED,
    Bounds,
    bounds_of,
    custom_texts,
    new_song_bounds,
    style_text,
    together,
    too_long,
)
from reprise.providers.suno.references import too_long_a_recording, unreachable

_TUNING = {
    "negativeTags": "negative_tags",
    "vocalGender": "vocal_gender",
    "styleWeight": "style_weight",
    "weirdnessConstraint": "weirdness_constraint",
    "audioWeight": "audio_weight",
    "personaId": "persona_id",
}


COVER_PATH = "/api/v1/generate/upload-cover"


def check(request: Song, _sources: tuple[Source, ...], dialect: str) -> None:
    """Refuse what the model would refuse, so that nothing is charged for it. Raises InvalidInput."""
    model = _model(request)
    bounds = bounds_of(model) if request.reference_audio_url else new_song_bounds(model, dialect)
    _refuse([*_faults(request, bounds), *unreachable(request.reference_audio_url)])


def check_cover(request: Cover, source: Source) -> None:
    """Refuse what the model would refuse, and a version that is too long to be covered. Raises InvalidInput."""
    _refuse([*_faults(request, bounds_of(_model(request))), *too_long_a_recording(source)])


def path_of(request: Song) -> str:
    """The create call's path: a reference recording makes it a cover of that recording."""
    return COVER_PATH if request.reference_audio_url else "/api/v1/generate"


def fields_of(request: Song, callback_url: str) -> dict[str, Any]:
    """The body of Suno's create call."""
    return _fields(request, request.reference_audio_url, callback_url)


def ordered(order: Order, _dialect: str) -> dict[str, Any]:
    """The body of the create call for an order."""
    return fields_of(cast("Song", order.request), order.callback_url)


def cover_fields_of(request: Cover, source: Source, callback_url: str) -> dict[str, Any]:
    """The body of the create call for a version that is sung anew."""
    return _fields(request, source.url, callback_url)


def _fields(request: Cover, recording: str | None, callback_url: str) -> dict[str, Any]:
    """Custom mode sings the given text; otherwise the prompt describes the song."""
    fields: dict[str, Any] = {
        "customMode": is_custom(request),
        "instrumental": is_instrumental(request),
        "model": _model(request),
        "callBackUrl": callback_url,
    }
    if recording:
        fields["uploadUrl"] = recording
    return fields | _words(request) | tuning_of(request)


def _model(request: Cover) -> str:
    return request.model_version or DEFAULT_MODEL


def _faults(request: Cover, bounds: Bounds) -> list[FieldError]:
    if not _sung(request):
        return [FieldError("prompt", "required_unless_lyrics")]
    return [*_contradictions(request), *_too_long(request, bounds)]


def _refuse(errors: list[FieldError]) -> None:
    if errors:
        raise InvalidInput(errors)


def tuning_of(request: Cover) -> dict[str, Any]:
    """The wishes that refine a song, as far as they are said."""
    tuning = {theirs: getattr(request, ours) for theirs, ours in _TUNING.items()}
    return {name: value for name, value in tuning.items() if value is not None}


def is_custom(request: Cover) -> bool:
    """Whether the request is in custom mode: as it says, else when it brings lyrics."""
    if request.custom_mode is None:
        return request.lyrics is not None
    return request.custom_mode


def is_instrumental(request: Cover) -> bool:
    """Whether nobody sings."""
    if request.make_instrumental is None:
        return request.has_vocals is False
    return request.make_instrumental


def _words(request: Cover) -> dict[str, str]:
    """The texts of a song: in custom mode what is sung, otherwise a description of the song."""
    if not is_custom(request):
        return {"prompt": _description(request)}
    fields = {"style": _style(request), "title": _title(request)}
    if not is_instrumental(request):
        fields["prompt"] = _sung(request) or ""
    return fields


def _sung(request: Cover) -> str | None:
    """What would be sung: the lyrics, or else the prompt."""
    return request.lyrics or request.prompt


def _style(request: Cover) -> str:
    return style_text(request, is_sung=not is_instrumental(request)) or ANY_STYLE


def _title(request: Cover) -> str:
    if request.title:
        return request.title
    first_line = (_sung(request) or UNTITLED).splitlines()[0]
    return first_line[:SHORT_TITLE].strip()


def _description(request: Cover) -> str:
    """Without custom mode Suno reads one text only, so the wanted style goes into it."""
    words = request.prompt or request.lyrics or ""
    if not request.style_tags:
        return words
    return f"{words} Style: {', '.join(request.style_tags)}"


def _contradictions(request: Cover) -> list[FieldError]:
    """Wishes of which one would have to be dropped."""
    contradicted = {
        "lyrics_need_custom_mode": ("customMode", request.lyrics and request.custom_mode is False),
        "vocals_or_instrumental": ("makeInstrumental", _is_torn(request)),
        "lyrics_or_instrumental": ("lyrics", request.lyrics and is_instrumental(request)),
    }
    return [FieldError(field, reason) for reason, (field, is_so) in contradicted.items() if is_so]


def _is_torn(request: Cover) -> bool:
    """Whether it is wished for with and without vocals."""
    is_said = request.has_vocals is not None and request.make_instrumental is not None
    return is_said and request.has_vocals == request.make_instrumental


def _too_long(request: Cover, bounds: Bounds) -> list[FieldError]:
    if is_custom(request):
        return too_long(custom_texts(request, bounds, is_sung=not is_instrumental(request)), _model(request), "_custom")
    prompt, tags, whole = len(request.prompt or ""), len(", ".join(request.style_tags)), len(_description(request))
    return too_long([together(prompt, tags, whole, bounds.plain)], _model(request), "_plain")
