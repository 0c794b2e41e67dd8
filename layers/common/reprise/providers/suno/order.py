"""A generation request in Suno's own fields, and the bounds of each of its models (providers, section 1.4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from reprise.domain.errors import FieldError, InvalidInput
from reprise.domain.requests import Song

DEFAULT_MODEL = "V5"
PLAIN_PROMPT_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class _Bounds:
    prompt: int
    style: int
    title: int


_SHORT_TITLE = 80
_OLD = _Bounds(prompt=3000, style=200, title=_SHORT_TITLE)
_NEW = _Bounds(prompt=5000, style=1000, title=100)
_SAFE = _Bounds(prompt=5000, style=1000, title=_SHORT_TITLE)

MODELS: dict[str, _Bounds] = {
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
    model = request.model_version or DEFAULT_MODEL
    if model not in MODELS:
        raise InvalidInput([FieldError("modelVersion", f"unknown model; use one of {', '.join(MODELS)}")])
    # kie's page bounds the titles of every model alike.
    bounds = MODELS[model] if dialect != "kie" else replace(MODELS[model], title=_SHORT_TITLE)
    errors = [*_too_long(request, bounds, model), *_unreachable(request)]
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
    fields |= _custom_fields(request) if custom else {"prompt": _description(request)}
    if request.reference_audio_url:
        fields["uploadUrl"] = request.reference_audio_url
    tuning = {theirs: getattr(request, ours) for theirs, ours in _TUNING.items()}
    return fields | {name: value for name, value in tuning.items() if value is not None}


def is_custom(request: Song) -> bool:
    """Whether the request is in custom mode: as it says, else when it brings lyrics."""
    return request.custom_mode if request.custom_mode is not None else request.lyrics is not None


def is_instrumental(request: Song) -> bool:
    """Whether nobody sings."""
    return request.make_instrumental if request.make_instrumental is not None else request.has_vocals is False


def _custom_fields(request: Song) -> dict[str, str]:
    fields = {"style": _style(request), "title": _title(request)}
    return fields if is_instrumental(request) else fields | {"prompt": request.lyrics or request.prompt or ""}


def _style(request: Song) -> str:
    return ", ".join(request.style_tags) or (request.prompt if request.lyrics else None) or "any style"


def _title(request: Song) -> str:
    first_line = (request.lyrics or request.prompt or "Untitled").splitlines()[0]
    return request.title or first_line[:_SHORT_TITLE].strip()


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


def _too_long(request: Song, bounds: _Bounds, model: str) -> list[FieldError]:
    custom = is_custom(request)
    measured = []
    if custom:
        sung = "lyrics" if request.lyrics else "prompt"
        measured += [("title", len(request.title or ""), bounds.title)]
        measured += [(sung, len(request.lyrics or request.prompt or ""), bounds.prompt)]
        measured += [("styleTags", len(_style(request)), bounds.style)]
    else:
        measured += [("prompt", len(_description(request)), PLAIN_PROMPT_CHARACTERS)]
    mode = "in custom mode" if custom else "without customMode"
    return [
        FieldError(name, f"{length} characters; {model} takes {bound} {mode}")
        for name, length, bound in measured
        if length > bound
    ]
