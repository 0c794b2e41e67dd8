"""MPEG audio frames (ISO 11172-3, 13818-3): enough to tell an MP3 from bytes that merely begin like one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

# How many frames of one kind must follow one another. Random bytes look like a header every few kilobytes, but
# they do not look like three headers at the right distances.
FRAMES_NEEDED = 3
_WINDOW = 65536

_MPEG1, _MPEG2, _MPEG25 = 3, 2, 0
_SYNC = 0x7FF
_LAYER_3 = 1
_KBIT_MPEG1 = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBIT_MPEG2 = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)

_WEIGHTS = {
    **{(_MPEG1, number): 144_000 * kbit for number, kbit in enumerate(_KBIT_MPEG1, start=1)},
    **{(_MPEG2, number): 72_000 * kbit for number, kbit in enumerate(_KBIT_MPEG2, start=1)},
    **{(_MPEG25, number): 72_000 * kbit for number, kbit in enumerate(_KBIT_MPEG2, start=1)},
}
"""By version and the header's number of the bit rate: a frame's bytes times the sample rate.

Number 0 (a free bit rate) and number 15 (no bit rate) are missing: such a header opens no frame.
"""

_RATES = {
    (version, number): rate
    for version, rates in (
        (_MPEG1, (44100, 48000, 32000)),
        (_MPEG2, (22050, 24000, 16000)),
        (_MPEG25, (11025, 12000, 8000)),
    )
    for number, rate in enumerate(rates)
}
"""By version and the header's number of the sample rate: samples a second. The reserved number is missing."""


_MARKS = (b"Xing", b"Info")
_SAYS_FRAMES, _SAYS_BYTES = 1, 2


@dataclass(frozen=True, slots=True)
class Frame:
    """One Layer III frame: its length in bytes, and what all frames of a file have in common."""

    length: int
    version: int
    sample_rate: int


@lru_cache(maxsize=256)  # a song has ten thousand frames and a handful of headers
def frame(header: bytes) -> Frame | None:
    """The frame that these four bytes open, or None when they open none."""
    word = int.from_bytes(header[:4], "big")
    if len(header) < 4 or not _opens_layer_3(word):
        return None
    version = word >> 19 & 3
    weight = _WEIGHTS.get((version, word >> 12 & 15))
    sample_rate = _RATES.get((version, word >> 10 & 3))
    if weight is None or sample_rate is None:
        return None
    padding = word >> 9 & 1
    return Frame(weight // sample_rate + padding, version, sample_rate)


def _opens_layer_3(word: int) -> bool:
    sync, layer = word >> 21, word >> 17 & 3
    return (sync, layer) == (_SYNC, _LAYER_3)


def first_frame(window: bytes) -> int | None:
    """Where whole frames of one kind begin to follow one another, or None where they do not."""
    at = window.find(b"\xff")
    while at >= 0:
        if _run_at(window, at):
            return at
        at = window.find(b"\xff", at + 1)
    return None


def begins_frame(rest: bytes) -> bool:
    """Whether these bytes open a frame, or are the first ones of a header that is cut off."""
    return frame(rest[:4]) is not None or (len(rest) < 4 and rest.startswith(b"\xff"))


def promised_length(first: bytes) -> int:
    """How many bytes of frames the file says it has, by its first frame; 0 when it does not say.

    Many encoders write a silent first frame. It has a mark, then flags. The flags say whether the number of
    frames and the number of bytes follow.
    """
    mark = max(map(first[:64].find, _MARKS))
    if mark < 0:
        return 0
    fields = first[mark : mark + 16]
    if len(fields) < 16 or not fields[7] & _SAYS_BYTES:
        return 0
    if fields[7] & _SAYS_FRAMES:
        return int.from_bytes(fields[12:16], "big")
    return int.from_bytes(fields[8:12], "big")


def frames_end(read: Callable[[int, int], bytes], start: int) -> int:
    """Where the last whole frame ends of those that follow one another from `start` on."""
    while length := _frames_length(read(start, _WINDOW)):
        start += length
    return start


def _frames_length(window: bytes) -> int:
    at = 0
    while (found := frame(window[at : at + 4])) and at + found.length <= len(window):
        at += found.length
    return at


def _run_at(window: bytes, at: int) -> bool:
    kinds = set()
    for _ in range(FRAMES_NEEDED):
        found = frame(window[at : at + 4])
        if found is None:
            return False
        kinds.add((found.version, found.sample_rate))
        at += found.length
    return len(kinds) == 1 and at <= len(window)


def id3_length(head: bytes) -> int:
    """How many bytes an ID3v2 tag takes at the start, 0 without one; its size is four bytes of seven bits."""
    if head[:3] != b"ID3" or len(head) < 10:
        return 0
    size = 0
    for byte in head[6:10]:
        size = size << 7 | byte & 0x7F
    has_footer = bool(head[5] & 0x10)
    return size + (20 if has_footer else 10)
