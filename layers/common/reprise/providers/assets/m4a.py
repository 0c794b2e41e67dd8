"""Whether an M4A's tables are as large as a song's: FFmpeg makes room for what they announce before it decodes."""

from __future__ import annotations

import re

from reprise.domain.media import Read

_MOST_BYTES = 4 * 1024 * 1024
_MOST_TRACKS = 8
_MOST_EDITS = 4
_MOST_PACKETS = 400_000
"""Of all tracks together: more than half an hour of sound has, with a picture."""

_BOX = 8
_TABLES = re.compile(rb"(stsz|elst)(.{12})", re.DOTALL)
_FOREIGN = re.compile(rb"cmov|stz2|stts.{4}\0\0\0\x01.{4}\0\0\0\x01", re.DOTALL)
"""Compressed tables, packets of less than a byte, and samples that are packets of their own: no M4A has them."""


def is_modest(read: Read, size: int) -> bool:
    """Whether decoding the file takes no more memory than a song's does; one that comes in fragments is refused."""
    tables = _tables(read, size)
    if tables is None or tables.count(b"trak") > _MOST_TRACKS or _FOREIGN.search(tables):
        return False
    found = [(name, _number(head, 0), _number(head, 1), _number(head, 2)) for name, head in _TABLES.findall(tables)]
    packets = sum(third for name, _, _, third in found if name == b"stsz")
    edits = max((second for name, _, second, _ in found if name == b"elst"), default=0)
    return packets <= _MOST_PACKETS and edits <= _MOST_EDITS


def _number(head: bytes, index: int) -> int:
    return int.from_bytes(head[4 * index : 4 * index + 4], "big")


def _tables(read: Read, size: int) -> bytes | None:
    """The one box that says where everything is; None where it is missing, is too large, or is one of several."""
    at, found = 0, b""
    while at < size:
        head = read(at, 16)
        length, name = _number(head, 0), head[4:8]
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        if length < _BOX or name == b"moof" or (name == b"moov" and (found or length > _MOST_BYTES)):
            return None
        if name == b"moov":
            found = read(at + _BOX, length - _BOX)
        at += length
    return found or None
