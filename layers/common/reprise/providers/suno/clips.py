"""Clips as Suno's resellers spell them: snake_case or camelCase, with empty strings for what is missing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from reprise.domain.versions import Clip

_NO_NAME = ("none", "null")
_NUMBER = re.compile(r"[0-9]{1,6}(\.[0-9]{1,9})?")
_SHORTEST, _LONGEST = 0.01, 86_400.0
_LONGEST_TEXT, _LONGEST_URL = 6000, 2048
"""Characters. An item of DynamoDB holds 400 KB, and a callback's body may be larger than that."""


def clip_of(fields: Mapping[str, Any]) -> Clip:
    """One clip; whatever is absent, empty or not of its kind is None."""
    return Clip(
        provider_audio_id=_text(fields, "id", "audioId"),
        audio_url=_url(fields, "audioUrl", "sourceAudioUrl", "downloadUrl"),
        stream_url=_url(fields, "streamAudioUrl", "sourceStreamAudioUrl", "streamUrl"),
        cover_url=_url(fields, "imageUrl", "sourceImageUrl"),
        video_url=_url(fields, "videoUrl"),
        duration_seconds=_seconds(fields.get("duration")),
        title=_text(fields, "title"),
        lyrics=_text(fields, "prompt"),
        model_name=_text(fields, "modelName"),
        tags=_text(fields, "tags"),
        provider_created_at=_moment(fields.get("createTime")),
    )


def _text(fields: Mapping[str, Any], *names: str) -> str | None:
    found = (fields[name] for name in names if isinstance(fields.get(name), str))
    text = next((value for value in found if value), None)
    # Half a surrogate pair is valid in JSON and in nothing that it is passed on to.
    return text and text[:_LONGEST_TEXT].encode("utf-8", "replace").decode()


def _url(fields: Mapping[str, Any], *names: str) -> str | None:
    found = (fields[name] for name in names if isinstance(fields.get(name), str))
    return next((url for url in found if len(url) <= _LONGEST_URL and url.isascii() and _names_a_file(url)), None)


def _names_a_file(url: str) -> bool:
    """Failed generations are seen to carry `…/None.mp3` (providers, section 7); some streams are all query."""
    path, _, query = url.partition("?")
    name = path.rsplit("/", 1)[-1].rsplit(".", 1)[0].lower()
    return url.startswith(("https://", "http://")) and name not in _NO_NAME and bool(name or query)


def _seconds(value: object) -> float | None:
    """A length; numbers that no song has (JSON knows no bounds, DynamoDB does) are none. Some are sent as text."""
    number = float(value) if isinstance(value, str) and _NUMBER.fullmatch(value) else value
    if not isinstance(number, int | float) or isinstance(number, bool):
        return None
    return float(number) if _SHORTEST <= number <= _LONGEST else None


def _moment(value: object) -> str | None:
    """`createTime` is text in the documents and epoch milliseconds in real callbacks; RFC 3339, UTC, to us."""
    if isinstance(value, int | float) and 0 < value < 1e14:
        return _utc(datetime.fromtimestamp(value / 1000, UTC))
    try:
        return _utc(datetime.fromisoformat(value)) if isinstance(value, str) else None
    except ValueError:
        return None


def _utc(moment: datetime) -> str:
    """A moment without a zone is taken for UTC: no document names another."""
    known = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return known.astimezone(UTC).isoformat().replace("+00:00", "Z")
