"""MPEG audio frames (ISO 11172-3, 13818-3): enough to tell an MP3 from bytes that merely begin like one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

# How many frames of one kind must follow one another. Random bytes look like a header every few kilobytes, but
# they do not look like three headers at the right distances.
FRAMES_NEEDED = 3
_WINDOW = 65536

_MPEG1, _MPEG2, _MPEG25 = 3, 2, 0
_LAYER_3 = 1
_FREE, _BAD = 0, 15
_RESERVED = 3
_KBIT_MPEG1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBIT_MPEG2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES = {_MPEG1: (44100, 48000, 32000), _MPEG2: (22050, 24000, 16000), _MPEG25: (11025, 12000, 8000)}


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
    version, layer = word >> 19 & 3, word >> 17 & 3
    if len(header) < 4 or word >> 21 != 0x7FF or version not in _RATES or layer != _LAYER_3:
        return None
    bitrate, rate = word >> 12 & 15, word >> 10 & 3
    if bitrate in {_FREE, _BAD} or rate == _RESERVED:
        return None
    return _sized(version, bitrate, _RATES[version][rate], padding=word >> 9 & 1)


def _sized(version: int, bitrate: int, sample_rate: int, *, padding: int) -> Frame:
    if version == _MPEG1:
        return Frame(144_000 * _KBIT_MPEG1[bitrate] // sample_rate + padding, version, sample_rate)
    return Frame(72_000 * _KBIT_MPEG2[bitrate] // sample_rate + padding, version, sample_rate)


def first_frame(window: bytes) -> int | None:
    """Where whole frames of one kind begin to follow one another, or None where they do not."""
    at = window.find(b"\xff")
    while at >= 0:
        if _run_at(window, at):
            return at
        at = window.find(b"\xff", at + 1)
    return None


def promised_length(first: bytes) -> int:
    """How many bytes of frames the file says it has, by its first frame; 0 when it does not say.

    Many encoders write a silent first frame. It has a mark, then flags. The flags say whether the number of
    frames and the number of bytes follow.
    """
    at = max(first[:64].find(mark) for mark in (b"Xing", b"Info"))
    flags = first[at + 7] if at >= 0 and len(first) >= at + 16 else 0
    if not flags & 2:
        return 0
    at += 12 if flags & 1 else 8
    return int.from_bytes(first[at : at + 4], "big")


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
    run: list[Frame] = []
    while len(run) < FRAMES_NEEDED:
        found = frame(window[at : at + 4])
        if found is None:
            return False
        run.append(found)
        at += found.length
    alike = all((a.version, a.sample_rate) == (b.version, b.sample_rate) for a, b in pairwise(run))
    return alike and at <= len(window)


def id3_length(head: bytes) -> int:
    """How many bytes an ID3v2 tag takes at the start, 0 without one; its size is four bytes of seven bits."""
    if head[:3] != b"ID3" or len(head) < 10:
        return 0
    footer = 10 if head[5] & 0x10 else 0
    size = 0
    for byte in head[6:10]:
        size = size << 7 | byte & 0x7F
    return 10 + size + footer
