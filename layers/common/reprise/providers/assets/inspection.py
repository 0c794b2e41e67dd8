"""Looks into a downloaded file before it becomes an object of ours."""

from __future__ import annotations

from functools import partial
from typing import IO

from tinytag import TinyTag, TinyTagException

from reprise.domain.fetch_errors import FetchFailed, FetchRefused
from reprise.domain.media import TIMED, WINDOW, Inspection, MediaType, sniff, whole


def inspect(body: IO[bytes], size: int, accepted: frozenset[MediaType]) -> Inspection:
    """Recognise a file, or FetchRefused for what we do not keep and FetchFailed for what is not whole."""
    media = sniff(_read(body, 0, WINDOW))
    if media is None or media not in accepted:
        raise FetchRefused("content")
    if not whole(media, partial(_read, body), size):
        raise FetchFailed("incomplete")
    seconds = _duration(body) if media in TIMED else None
    return Inspection(media, seconds)


def _read(body: IO[bytes], at: int, count: int) -> bytes:
    body.seek(at)
    return body.read(count)


def _duration(body: IO[bytes]) -> float:
    body.seek(0)
    try:
        found = TinyTag.get(file_obj=body, tags=False).duration  # type: ignore[arg-type]  # wants BinaryIO, which IO[bytes] is
    except TinyTagException:
        raise FetchRefused("content") from None
    if not found:
        raise FetchFailed("incomplete")
    return round(found, 3)
