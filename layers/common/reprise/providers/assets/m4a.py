"""Whether an M4A's tables are as large as a song's: FFmpeg makes room for what they announce before it decodes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from reprise.domain.media import Read

_INDEXES = frozenset({b"moov", b"moof"})
_MOST_BOXES = 1000
_MOST_BYTES = 4 * 1024 * 1024
_MOST_TRACKS = 8
_MOST_EDITS = 16
_MOST_PACKETS = 400_000
"""Of all tracks together: half an hour of sound has fewer, with a picture."""

_PACKETS = re.compile(rb"stsz.{8}(.{4})", re.DOTALL)
_EDITS = re.compile(rb"elst.{4}(.{4})", re.DOTALL)
_FOREIGN = re.compile(rb"cmov|stz2|stts.{4}\0\0\0\x01.{4}\0\0\0\x01", re.DOTALL)
"""Compressed tables, packets of less than a byte, and samples that are packets of their own: no M4A has them."""


def is_modest(read: Read, size: int) -> bool:
    """Whether decoding the file takes no more memory than a song's does; one that comes in fragments is refused."""
    boxes = list(islice(_boxes(read, size), _MOST_BOXES))
    indexes = [(at, length) for name, at, length in boxes if name in _INDEXES]
    is_simple = len(boxes) < _MOST_BOXES and len(indexes) <= 1
    return is_simple and all(_is_index_modest(read(at, min(length, _MOST_BYTES))) for at, length in indexes)


def _is_index_modest(index: bytes) -> bool:
    if len(index) >= _MOST_BYTES or _FOREIGN.search(index):
        return False
    counts = (index.count(b"trak"), _announced(_EDITS, index), _announced(_PACKETS, index))
    return all(map(int.__le__, counts, (_MOST_TRACKS, _MOST_EDITS, _MOST_PACKETS)))


def _announced(table: re.Pattern[bytes], index: bytes) -> int:
    return sum(_number(count) for count in table.findall(index))


def _boxes(read: Read, size: int) -> Iterator[tuple[bytes, int, int]]:
    """Name, place and length of each, up to one that cannot be."""
    at, length = 0, 8
    while at < size and length >= 8:
        head = read(at, 16)
        length = _number(head[8:]) if head[:4] == b"\0\0\0\x01" else _number(head[:4])
        yield head[4:8], at, length
        at += length


def _number(digits: bytes) -> int:
    return int.from_bytes(digits, "big")
