"""Sound as bytes, piece by piece: floats of 32 bits, left and right in turns, 44,100 of each a second."""

from __future__ import annotations

from array import array
from collections.abc import Generator, Iterable, Iterator
from itertools import chain

RATE = 44_100
WIDTH = 8
"""Bytes of one moment: a float for each ear."""

_ECHO = 0.05
"""26 dB under the sound before it: no song dies away like that in a few hundredths of a second."""


def doubled(one_channel: bytes) -> bytes:
    """One channel's floats for both ears, as loud in each."""
    values, both = array("f", one_channel), array("f", bytes(2 * len(one_channel)))
    both[::2] = both[1::2] = values
    return both.tobytes()


def taken(pieces: Iterable[bytes], count: int) -> tuple[bytes, Iterator[bytes]]:
    """The first bytes, fewer where there are no more, and the rest in pieces."""
    rest, first = iter(pieces), bytearray()
    while len(first) < count and (piece := next(rest, None)) is not None:
        first += piece
    return bytes(first[:count]), chain([bytes(first[count:])], rest)


def held_back(pieces: Iterable[bytes], count: int) -> Generator[bytes, None, bytes]:
    """All pieces but the last bytes of all, which it returns; fewer where there are no more."""
    held = bytearray()
    for piece in pieces:
        held += piece
        ready = max(0, len(held) - count)
        yield bytes(held[:ready])
        del held[:ready]
    return bytes(held)


def crossed(end: bytes, begin: bytes) -> bytes:
    """One song fades out while the next one fades in; both are of one length, and loudness adds up to one song's."""
    out, into = array("f", end), array("f", begin)
    moments = len(into) // 2
    shares = ((n // 2 + 0.5) / moments for n in range(len(into)))
    return array("f", [a + (b - a) * share for a, b, share in zip(out, into, shares, strict=True)]).tobytes()


def without_padding(last: bytes) -> bytes:
    """The bytes up to the last moment that is no mere echo: an encoder leaves one in the silence that it adds."""
    values = array("f", last)
    echo = _ECHO * max(map(abs, values), default=0.0)
    loud = (n for n in reversed(range(len(values))) if abs(values[n]) > echo)
    return last[: (next(loud, -1) // 2 + 1) * WIDTH]
