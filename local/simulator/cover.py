"""Cover pictures: a diagonal gradient between two colours, as PNG."""

from __future__ import annotations

import random
import struct
import zlib

SIDE = 128
_STEPS = 2 * SIDE


def png(seed: str) -> bytes:
    """A real PNG, always the same for one seed."""
    rows = b"".join(b"\x00" + row for row in _rows(_ramp(seed)))
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, payload) for name, payload in parts)


def pixels(seed: str) -> bytes:
    """The same picture as red, green and blue bytes."""
    return b"".join(_rows(_ramp(seed)))


def _ramp(seed: str) -> bytes:
    """Pixels from one colour to another."""
    choice = random.Random(seed)  # noqa: S311 - colours, not secrets
    colours = [(choice.randrange(30, 226), choice.randrange(30, 226)) for _ in range(3)]
    return b"".join(_pixel(colours, step) for step in range(_STEPS))


def _pixel(colours: list[tuple[int, int]], step: int) -> bytes:
    return bytes(first + (last - first) * step // _STEPS for first, last in colours)


def _rows(ramp: bytes) -> list[bytes]:
    """Each row begins one pixel later than the one above: a diagonal for the price of slices."""
    return [ramp[3 * row : 3 * (row + SIDE)] for row in range(SIDE)]


def _chunk(name: bytes, payload: bytes) -> bytes:
    checksum = zlib.crc32(name + payload)
    return struct.pack(">I", len(payload)) + name + payload + struct.pack(">I", checksum)
