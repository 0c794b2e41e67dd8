"""Joins songs into one MP3: each is decoded, woven into the next one, and encoded, a piece at a time."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from typing import IO, TYPE_CHECKING

from reprise.domain.media import MediaType
from reprise.providers.assets.decoding import Unusable, decoded
from reprise.providers.assets.samples import RATE, WIDTH, crossed, held_back, taken

if TYPE_CHECKING:
    from av import AudioFrame

CROSSFADE_SECONDS = 0.02
"""How long two songs sound together: too short to be heard as that, long enough that nothing clicks."""

_CROSSFADE = round(CROSSFADE_SECONDS * RATE) * WIDTH
# LAME's V2: about 190 kbit/s. At a constant rate LAME makes everything 3 % quieter; at this one it does not.
_QUALITY = {"flags": "+qscale", "global_quality": str(2 * 118)}


@dataclass(frozen=True, slots=True)
class JoinBounds:
    """What joining may cost; times in seconds, sizes in bytes."""

    work_seconds: float
    max_bytes: int = 250 * 1024 * 1024
    source_seconds: float = 1800.0
    """A longer song is refused, whatever it says of itself."""


@dataclass(frozen=True, slots=True)
class Joined:
    """What came of joining: how long it plays, and what it is."""

    seconds: float
    media: MediaType


class JoinFailed(Exception):
    """There is no joined song: `deadline` when the time was over, `too_large` when it did not fit."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SourceUnusable(JoinFailed):
    """A source is no song that can be joined: `content`, `incomplete`, `empty` or `too_long`."""

    def __init__(self, index: int, reason: str) -> None:
        super().__init__(reason)
        self.index = index


def join(sources: Iterable[IO[bytes]], target: IO[bytes], bounds: JoinBounds, clock: Callable[[], float]) -> Joined:
    """Write one MP3 of all sources, in their order, into an empty file that can be sought.

    A source is asked for when the one before it has been read to its end.
    After JoinFailed the file holds a part of a song that is of no use.
    """
    deadline = clock() + bounds.work_seconds
    songs = (_timed(decoded(source, bounds.source_seconds), deadline, clock) for source in sources)
    moments = _encode(_woven(songs), target, bounds.max_bytes)
    return Joined(round(moments / RATE, 3), MediaType.MP3)


def _timed(pieces: Iterable[bytes], deadline: float, clock: Callable[[], float]) -> Iterator[bytes]:
    for piece in pieces:
        if clock() >= deadline:
            raise JoinFailed("deadline")
        yield piece


def _woven(songs: Iterable[Iterator[bytes]]) -> Iterator[bytes]:
    end = b""
    for index, song in enumerate(songs):
        with _naming(index):
            begin, rest = taken(song, _CROSSFADE)
            _must_be_full(begin)
            yield crossed(end, begin) if end else begin
            end = yield from held_back(rest, _CROSSFADE)
            _must_be_full(end)
    yield end


@contextmanager
def _naming(index: int) -> Iterator[None]:
    try:
        yield
    except Unusable as unusable:
        raise SourceUnusable(index, unusable.reason) from None


def _must_be_full(edge: bytes) -> None:
    """A song that is shorter than its two crossfades is none."""
    if len(edge) < _CROSSFADE:
        raise Unusable("empty")


def _encode(pieces: Iterable[bytes], target: IO[bytes], max_bytes: int) -> int:
    """How many moments went into the file."""
    from av import open as opened  # noqa: PLC0415 - a layer of its own, which few functions have

    moments = 0
    with opened(target, "w", "mp3") as container:
        stream = container.add_stream("libmp3lame", RATE, _QUALITY, layout="stereo", format="fltp")
        for piece in filter(None, pieces):
            container.mux(stream.encode(_frame(piece, moments)))
            moments += len(piece) // WIDTH
            _must_fit(target.tell(), max_bytes)
        container.mux(stream.encode(None))
    _must_fit(target.seek(0, io.SEEK_END), max_bytes)
    return moments


def _must_fit(size: int, max_bytes: int) -> None:
    if size > max_bytes:
        raise JoinFailed("too_large")


def _frame(piece: bytes, at: int) -> AudioFrame:
    from av import AudioFrame  # noqa: PLC0415

    frame = AudioFrame("flt", "stereo", len(piece) // WIDTH)
    frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), at
    frame.planes[0].update(piece)
    return frame
