"""Clips as Suno's resellers spell them: snake_case or camelCase, with empty strings for what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from math import isnan, nan
from typing import Any

from reprise.domain.versions import Clip
from reprise.providers.suno.fields import LONGEST_NAME, Fields, id_of, text_of

_NO_NAME = ("none", "null")
_NUMBER = re.compile(r"[0-9]{1,16}(\.[0-9]{1,9})?")
_SHORTEST, _LONGEST = 0.01, 86_400.0
_LONGEST_URL = 2048
_URL = re.compile(r"https?://[ -~]*")
_LONGEST_TAGS = 2000
"""Characters."""

_FIRST_SECOND, _FIRST_MILLISECOND = 1e9, 1e12
"""The same day in 2001: before it no clip was made, and no moment is both one of seconds and one of milliseconds."""


def clips_of(items: Iterable[Fields]) -> tuple[Clip, ...]:
    """The clips in a list of objects, without the empty ones."""
    clips = map(clip_of, items)
    return tuple(clip for clip in clips if clip != Clip())


def all_have_audio(clips: Iterable[Clip]) -> bool:
    """Whether every clip is finished."""
    return all(clip.audio_url for clip in clips)


def all_play(clips: Iterable[Clip]) -> bool:
    """Whether every clip can be heard, finished or not."""
    return all(clip.plays for clip in clips)


def clip_of(fields: Fields) -> Clip:
    """One clip; whatever is absent, empty or not of its kind is None."""
    return Clip(
        provider_audio_id=id_of(text_of(fields, "id", "audioId")),
        audio_url=url_of(fields, "audioUrl", "sourceAudioUrl", "downloadUrl"),
        stream_url=url_of(fields, "streamAudioUrl", "sourceStreamAudioUrl", "streamUrl"),
        cover_url=url_of(fields, "imageUrl", "sourceImageUrl"),
        video_url=url_of(fields, "videoUrl"),
        duration_seconds=_seconds(fields.get("duration")),
        title=text_of(fields, "title", longest=LONGEST_NAME),
        lyrics=text_of(fields, "prompt"),
        model_name=text_of(fields, "modelName", longest=LONGEST_NAME),
        tags=text_of(fields, "tags", longest=_LONGEST_TAGS),
        provider_created_at=_moment(fields.get("createTime")),
    )


def url_of(fields: Fields, *names: str) -> str | None:
    """The first of these fields that holds the URL of a file."""
    texts = (value for value in map(fields.get, names) if isinstance(value, str))
    return next(filter(_is_url, texts), None)


def _is_url(text: str) -> bool:
    return len(text) <= _LONGEST_URL and bool(_URL.fullmatch(text)) and _names_a_file(text)


def _names_a_file(url: str) -> bool:
    """Failed generations are seen to carry `…/None.mp3` (providers, section 7); some streams are all query."""
    path, _, query = url.partition("?")
    name = path.rsplit("/", 1)[-1].rsplit(".", 1)[0].lower()
    return name not in _NO_NAME and bool(name or query)


def _seconds(value: object) -> float | None:
    """A length in seconds, or None when no song has it: DynamoDB refuses some numbers of JSON, and some are texts."""
    number = _number(value)
    return number if _SHORTEST <= number <= _LONGEST else None


def moment_of_song(value: object) -> float:
    """A second of a song, from 0; not a number when it is none."""
    number = _number(value)
    return number if 0 <= number <= _LONGEST else nan


def _number(value: object) -> float:
    """A number, as such or as text; not a number for everything else."""
    if type(value) in (int, float):
        return float(str(value))
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return float(value)
    return nan


def _moment(value: object) -> str | None:
    """`createTime` is text in the documents and epoch milliseconds in real callbacks; RFC 3339, UTC, to us."""
    try:
        return _utc(_moment_of(value))
    except (ValueError, TypeError, OverflowError, OSError):  # no moment at all, or one beyond the calendar
        return None


def _moment_of(value: Any) -> datetime:
    """A moment as text, or since the epoch in seconds or milliseconds."""
    number = _number(value)
    return datetime.fromisoformat(value) if isnan(number) else _since_epoch(number)


def _since_epoch(number: float) -> datetime:
    if number < _FIRST_SECOND:
        raise ValueError(number)
    return datetime.fromtimestamp(number if number < _FIRST_MILLISECOND else number / 1000, UTC)


def _utc(moment: datetime) -> str:
    """A moment without a zone is taken for UTC: no document names another."""
    known = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return known.astimezone(UTC).isoformat().replace("+00:00", "Z")
