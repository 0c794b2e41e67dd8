"""What a copied file is: decided by its bytes, never by its name or by what the server called it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from reprise.domain import mpeg
from reprise.domain.versions import STEMS, Asset

# Enough to recognise anything below, and to hold three of the longest MP3 frames (1441 bytes) behind padding.
WINDOW = 65536

Read = Callable[[int, int], bytes]
"""`read(offset, count)`: bytes of a file, fewer at its end."""


class MediaType(StrEnum):
    """What we keep; the value is the Content-Type it is served with."""

    MP3 = "audio/mpeg"
    WAV = "audio/wav"
    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    MP4 = "video/mp4"
    M4A = "audio/mp4"

    @property
    def extension(self) -> str:
        """The file name's ending, without the dot."""
        return _EXTENSIONS[self]


_EXTENSIONS = {
    MediaType.MP3: "mp3",
    MediaType.WAV: "wav",
    MediaType.JPEG: "jpg",
    MediaType.PNG: "png",
    MediaType.WEBP: "webp",
    MediaType.MP4: "mp4",
    MediaType.M4A: "m4a",
}
ACCEPTED: dict[Asset, frozenset[MediaType]] = {
    Asset.AUDIO: frozenset({MediaType.MP3, MediaType.WAV}),
    Asset.COVER: frozenset({MediaType.JPEG, MediaType.PNG, MediaType.WEBP}),
    Asset.VIDEO: frozenset({MediaType.MP4}),
    Asset.WAV: frozenset({MediaType.WAV}),
    **dict.fromkeys(STEMS, frozenset({MediaType.MP3, MediaType.WAV})),
}
RENEWED = ACCEPTED[Asset.AUDIO] | {MediaType.M4A}
"""What audio may be that was asked for anew: some providers keep it as M4A only (providers, section 10)."""

LARGE = frozenset({Asset.WAV, Asset.VIDEO})
"""What may be larger than other assets."""
_SHORTEST, _LONGEST = 0.01, 86_400.0
TIMED = frozenset({MediaType.MP3, MediaType.WAV, MediaType.MP4, MediaType.M4A})


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the bytes of a file turned out to be; the duration in seconds where there is one."""

    media: MediaType
    duration_seconds: float | None = None


def sniff(head: bytes) -> MediaType | None:
    """The type that a file with this beginning has, or None when it is nothing we keep."""
    for magic, media in _MAGIC:
        if magic.match(head):
            return media
    return MediaType.MP3 if mpeg.frame(head[:4]) else None


_MP3_TRAILERS = (b"TAG", b"APETAGEX", b"LYRICSBEGIN", b"ID3")
_MAGIC: tuple[tuple[re.Pattern[bytes], MediaType | None], ...] = (
    (re.compile(rb"RIFF.{4}WAVE", re.DOTALL), MediaType.WAV),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), MediaType.WEBP),
    (re.compile(rb"RIFF"), None),
    # MP4's container without a picture.
    (re.compile(rb".{4}ftypM4A", re.DOTALL), MediaType.M4A),
    (re.compile(rb".{4}ftyp", re.DOTALL), MediaType.MP4),
    (re.compile(rb"ID3"), MediaType.MP3),
    (re.compile(rb"\xff\xd8\xff"), MediaType.JPEG),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), MediaType.PNG),
)
"""How files begin. What begins otherwise may still be an MP3 without a tag."""


def whole(media: MediaType, read: Read, size: int) -> bool:
    """Whether the file has the end that its beginning promises."""
    return _WHOLE[media](read, size)


def _mp3(read: Read, size: int) -> bool:
    """Whether frames follow one another to an end, and are as many as the first one promises.

    Some promises are wrong by one frame. A file without a promise may be cut exactly between two frames. It then
    looks like a shorter song, and only `plausible` can tell.
    """
    tag = mpeg.id3_length(read(0, 10))
    window = read(tag, WINDOW)
    first = mpeg.first_frame(window)
    if first is None:
        return False
    start = tag + first
    end = mpeg.frames_end(read, start)
    promised = mpeg.promised_length(window[first : first + 64])
    is_long_enough = end - start >= 0.99 * promised
    return is_long_enough and (end == size or _may_follow(read(end, WINDOW + 1), is_complete=promised > 0))


def _may_follow(rest: bytes, *, is_complete: bool) -> bool:
    """Whether a song may end before these bytes of its file, which are at most one more than a window.

    Players pass over zeros and text behind the last frame. But a frame that has begun is a cut, and where nobody
    has promised how long the song is, much that is no sound, or sound behind it, is a hole.
    """
    if rest.startswith(_MP3_TRAILERS):
        return True
    if mpeg.begins_frame(rest):
        return False
    return is_complete or _is_padding(rest)


def _is_padding(rest: bytes) -> bool:
    return len(rest) <= WINDOW and mpeg.first_frame(rest) is None


def _riff(read: Read, size: int) -> bool:
    declared = int.from_bytes(read(4, 4), "little")
    # Encoders that write to a pipe cannot come back to fill the length in.
    streamed = declared in {0, 0xFFFFFFFF} and read(8, 4) == b"WAVE"
    return streamed or 12 <= declared + 8 <= size


def _jpeg(read: Read, size: int) -> bool:
    return b"\xff\xd9" in read(max(2, size - 1024), 1024)  # some cameras append a little after the end


def _png(read: Read, size: int) -> bool:
    return b"IEND\xaeB`\x82" in read(max(8, size - 1024), 1024)


def _mp4(read: Read, size: int) -> bool:
    at, boxes = 0, set()
    while at < size:
        header = read(at, 16)
        boxes.add(header[4:8])
        length = _box_length(header, size - at)
        if length < 8:
            return False
        at += length
    return at == size and {b"moov", b"mdat"} <= boxes


def _box_length(header: bytes, rest: int) -> int:
    declared = int.from_bytes(header[:4], "big")
    if declared == 1:
        return int.from_bytes(header[8:16], "big")
    return declared or rest


_WHOLE: dict[MediaType, Callable[[Read, int], bool]] = {
    MediaType.MP3: _mp3,
    MediaType.WAV: _riff,
    MediaType.WEBP: _riff,
    MediaType.JPEG: _jpeg,
    MediaType.PNG: _png,
    MediaType.MP4: _mp4,
    MediaType.M4A: _mp4,
}


def credible(seconds: float | None) -> float | None:
    """A length in seconds that a song can have; None for any other, because a file may say anything of itself."""
    return seconds if _SHORTEST <= (seconds or 0) <= _LONGEST else None


def plausible(measured: float | None, announced: float | None) -> bool:
    """Whether a length in seconds is near what was announced: the difference is at most 2 %, or one second."""
    if measured is None or not announced:
        return True
    return abs(measured - announced) <= max(1.0, announced / 50)
