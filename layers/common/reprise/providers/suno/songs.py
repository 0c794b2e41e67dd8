"""A song in Suno's own fields, and what its models would refuse."""

from __future__ import annotations

from typing import Any

from reprise.domain.errors import FieldError, InvalidInput
from reprise.domain.requests import Song
from reprise.providers.suno.models import (
    DEFAULT_MODEL,
    PLAIN_PROMPT_CHARACTERS,
    SHORT_TITLE,
    Bounds,
    bounds_of,
    custom_texts,
    style_text,
    together,
    too_long,
)
from reprise.providers.suno.references import unreachable

_TUNING = {
    "negativeTags": "negative_tags",
    "vocalGender": "vocal_gender",
    "styleWeight": "style_weight",
    "weirdnessConstraint": "weirdness_constraint",
    "audioWeight": "audio_weight",
    "personaId": "persona_id",
}


def check(request: Song, dialect: str) -> None:
    """Refuse what the model would refuse, so that nothing is charged for it. Raises InvalidInput."""
    if not _sung(request):
        raise InvalidInput([FieldError("prompt", "required_unless_lyrics")])
    model = request.model_version or DEFAULT_MODEL
    bounds = bounds_of(model, dialect)
    errors = [*_contradictions(request), *_too_long(request, bounds, model), *unreachable(request.reference_audio_url)]
    if errors:
        raise InvalidInput(errors)


def path_of(request: Song) -> str:
    """The create call's path: a reference recording makes it a cover of that recording."""
    return "/api/v1/generate/upload-cover" if request.reference_audio_url else "/api/v1/generate"


def fields_of(request: Song, callback_url: str) -> dict[str, Any]:
    """The body of Suno's create call. Custom mode sings the given text; otherwise the prompt describes the song."""
    fields: dict[str, Any] = {
        "customMode": is_custom(request),
        "instrumental": is_instrumental(request),
        "model": request.model_version or DEFAULT_MODEL,
        "callBackUrl": callback_url,
    }
    if request.reference_audio_url:
        fields["uploadUrl"] = request.reference_audio_url
    return fields | _words(request) | tuning_of(request)


def tuning_of(request: Song) -> dict[str, Any]:
    """The wishes that refine a song, as far as they are said."""
    tuning = {theirs: getattr(request, ours) for theirs, ours in _TUNING.items()}
    return {name: value for name, value in tuning.items() if value is not None}


def is_custom(request: Song) -> bool:
    """Whether the request is in custom mode: as it says, else when it brings lyrics."""
    if request.custom_mode is None:
        return request.lyrics is not None
    return request.custom_mode


def is_instrumental(request: Song) -> bool:
    """Whether nobody sings."""
    if request.make_instrumental is None:
        return request.has_vocals is False
    return request.make_instrumental


def _words(request: Song) -> dict[str, str]:
    """The texts of a song: in custom mode what is sung, otherwise a description of the song."""
    if not is_custom(request):
        return {"prompt": _description(request)}
    fields = {"style": _style(request), "title": _title(request)}
    if not is_instrumental(request):
        fields["prompt"] = _sung(request) or ""
    return fields


def _sung(request: Song) -> str | None:
    """What would be sung: the lyrics, or else the prompt."""
    return request.lyrics or request.prompt


def _style(request: Song) -> str:
    return style_text(request, is_sung=not is_instrumental(request)) or "any style"


def _title(request: Song) -> str:
    if request.title:
        return request.title
    first_line = (_sung(request) or "Untitled").splitlines()[0]
    return first_line[:SHORT_TITLE].strip()


def _description(request: Song) -> str:
    """Without custom mode Suno reads one text only, so the wanted style goes into it."""
    words = request.prompt or request.lyrics or ""
    if not request.style_tags:
        return words
    return f"{words} Style: {', '.join(request.style_tags)}"


def _contradictions(request: Song) -> list[FieldError]:
    """Wishes of which one would have to be dropped."""
    contradicted = {
        "lyrics_need_custom_mode": ("customMode", request.lyrics and request.custom_mode is False),
        "vocals_or_instrumental": ("makeInstrumental", _is_torn(request)),
        "lyrics_or_instrumental": ("lyrics", request.lyrics and is_instrumental(request)),
    }
    return [FieldError(field, reason) for reason, (field, is_so) in contradicted.items() if is_so]


def _is_torn(request: Song) -> bool:
    """Whether it is wished for with and without vocals."""
    is_said = request.has_vocals is not None and request.make_instrumental is not None
    return is_said and request.has_vocals == request.make_instrumental


def _too_long(request: Song, bounds: Bounds, model: str) -> list[FieldError]:
    if is_custom(request):
        return too_long(custom_texts(request, bounds, is_sung=not is_instrumental(request)), model, "_custom")
    prompt, tags, whole = len(request.prompt or ""), len(", ".join(request.style_tags)), len(_description(request))
    return too_long([together(prompt, tags, whole, PLAIN_PROMPT_CHARACTERS)], model, "_plain")
