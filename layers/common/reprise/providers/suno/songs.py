"""A song in Suno's own fields, and what its models would refuse."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from reprise.domain.errors import FieldError, InvalidInput
from reprise.domain.requests import Song
from reprise.providers.suno.models import (
    DEFAULT_MODEL,
    PLAIN_PROMPT_CHARACTERS,
    SHORT_TITLE,
    Bounds,
    Measured,
    bounds_of,
    too_long,
)

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
    if not (request.prompt or request.lyrics):
        raise InvalidInput([FieldError("prompt", "required unless lyrics are given")])
    model = request.model_version or DEFAULT_MODEL
    errors = [*_too_long(request, bounds_of(model, dialect), model), *_unreachable(request)]
    if errors:
        raise InvalidInput(errors)


def path_of(request: Song) -> str:
    """The create call's path: a reference recording makes it a cover of that recording."""
    return "/api/v1/generate/upload-cover" if request.reference_audio_url else "/api/v1/generate"


def fields_of(request: Song, callback_url: str) -> dict[str, Any]:
    """The body of Suno's create call. Custom mode sings the given text; otherwise the prompt describes the song."""
    custom = is_custom(request)
    fields: dict[str, Any] = {
        "customMode": custom,
        "instrumental": is_instrumental(request),
        "model": request.model_version or DEFAULT_MODEL,
        "callBackUrl": callback_url,
    }
    words = _custom_fields(request) if custom else {"prompt": _description(request)}
    recording = {"uploadUrl": request.reference_audio_url} if request.reference_audio_url else {}
    return fields | words | recording | tuning_of(request)


def tuning_of(request: Song) -> dict[str, Any]:
    """The wishes that refine a song, as far as they are said."""
    tuning = {theirs: getattr(request, ours) for theirs, ours in _TUNING.items()}
    return {name: value for name, value in tuning.items() if value is not None}


def is_custom(request: Song) -> bool:
    """Whether the request is in custom mode: as it says, else when it brings lyrics."""
    return request.custom_mode if request.custom_mode is not None else request.lyrics is not None


def is_instrumental(request: Song) -> bool:
    """Whether nobody sings."""
    return request.make_instrumental if request.make_instrumental is not None else request.has_vocals is False


def _custom_fields(request: Song) -> dict[str, str]:
    fields = {"style": _style(request), "title": _title(request)}
    return fields if is_instrumental(request) else fields | {"prompt": _sung(request)}


def _style(request: Song) -> str:
    return ", ".join(request.style_tags) or (request.prompt if request.lyrics else None) or "any style"


def _title(request: Song) -> str:
    first_line = (request.lyrics or request.prompt or "Untitled").splitlines()[0]
    return request.title or first_line[:SHORT_TITLE].strip()


def _description(request: Song) -> str:
    """Without custom mode Suno reads one text only, so the wanted style goes into it."""
    words = request.prompt or request.lyrics or ""
    return f"{words} Style: {', '.join(request.style_tags)}" if request.style_tags else words


def _unreachable(request: Song) -> list[FieldError]:
    """The provider fetches a reference recording itself: from a web address, or not at all."""
    given = request.reference_audio_url
    return [FieldError("referenceAudioUrl", "a web address, https://...")] if given and not _is_web(given) else []


def _is_web(address: str) -> bool:
    try:
        url = urlsplit(address)
        return url.scheme in ("https", "http") and bool(url.hostname)
    except ValueError:
        return False


def _too_long(request: Song, bounds: Bounds, model: str) -> list[FieldError]:
    if not is_custom(request):
        plain = Measured("prompt", len(_description(request)), PLAIN_PROMPT_CHARACTERS)
        return too_long([plain], f"{model} takes {{most}} without customMode")
    measured = (
        Measured("title", len(request.title or ""), bounds.title),
        Measured("lyrics" if request.lyrics else "prompt", len(_sung(request)), bounds.prompt),
        Measured("styleTags", len(_style(request)), bounds.style),
    )
    return too_long(measured, f"{model} takes {{most}} in custom mode")


def _sung(request: Song) -> str:
    return request.lyrics or request.prompt or ""
