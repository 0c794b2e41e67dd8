"""What is made of a song that the provider still knows by its ids: the bodies of those calls."""

from __future__ import annotations

from typing import Any

from reprise.domain.errors import UnsupportedFeature
from reprise.domain.requests import Persona, Recover, Request, Stems, Video
from reprise.domain.versions import Source

STEMS_PATH = "/api/v1/vocal-removal/generate"
STEMS_RECORDS = "/api/v1/vocal-removal/record-info"
WAV_PATH = "/api/v1/wav/generate"
WAV_RECORDS = "/api/v1/wav/record-info"
VIDEO_PATH = "/api/v1/mp4/generate"
VIDEO_RECORDS = "/api/v1/mp4/record-info"
RECOVER_PATH = "/api/v1/suno/recovery"
RECOVER_RECORDS = "/api/v1/suno/recovery/record-info"
WORDS_PATH = "/api/v1/generate/get-timestamped-lyrics"
PERSONA_PATH = "/api/v1/generate/generate-persona"

_SEPARATIONS = {"vocals": "separate_vocal", "all": "split_stem"}

_NO_PERSONA = "V3_5"
"""The model of which no persona can be made."""

_SHORTEST_VOICE, _USUAL_VOICE = 10, 30
"""Seconds of a song that a persona is made of; without a word of ours its first 30. It is free: a shorter song is
the provider's to refuse.
"""


def stems_of(request: Stems, source: Source, callback_url: str) -> dict[str, Any]:
    """The body for the voices of a song."""
    return {"type": _SEPARATIONS[request.mode]} | wav_of(request, source, callback_url)


def wav_of(_request: Request, source: Source, callback_url: str) -> dict[str, Any]:
    """The body for a song without loss."""
    return _ids(source) | {"callBackUrl": callback_url}


def video_of(request: Video, source: Source, callback_url: str) -> dict[str, Any]:
    """The body for a song to look at."""
    shown = {"author": request.author, "domainName": request.domain_name}
    return wav_of(request, source, callback_url) | {name: text for name, text in shown.items() if text}


def recover_of(_request: Recover, source: Source, callback_url: str) -> dict[str, Any]:
    """The body for links in place of dead ones: of all songs of the task."""
    return {"sunoTaskId": source.task_id, "callBackUrl": callback_url}


def words_of(_request: Request, source: Source, _callback_url: str) -> dict[str, Any]:
    """The body for when each word is sung."""
    return _ids(source)


def persona_of(request: Persona, source: Source, _callback_url: str) -> dict[str, Any]:
    """The body for a voice of its own. A song that ends before the usual part is taken as a whole."""
    fields = _ids(source) | {"name": request.name, "description": request.description}
    if _SHORTEST_VOICE <= (source.seconds or 0) < _USUAL_VOICE:
        fields |= {"vocalStart": 0, "vocalEnd": round(source.seconds or 0, 2)}
    return fields


def check_persona(_request: Persona, source: Source) -> None:
    """Refuse a song that no voice can be taken from. Raises UnsupportedFeature."""
    if source.model == _NO_PERSONA:
        raise UnsupportedFeature("persona_of_model", model=_NO_PERSONA)


def _ids(source: Source) -> dict[str, Any]:
    return {"taskId": source.task_id, "audioId": source.audio_id}
