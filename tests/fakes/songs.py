"""Real songs of one tone in every format that we take, and what a listener hears of a file."""

from __future__ import annotations

import io
import itertools
import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import cast

import av

from reprise.providers.assets.joining import JoinBounds, Joined, join

FULL = 32_767
TOP = 0.6
"""How high a tone goes; 1 is full scale."""


@dataclass(frozen=True)
class Kind:
    """A format, and how a song is encoded in it."""

    container: str = "wav"
    codec: str = "pcm_s16le"
    rate: int = 44_100
    channels: int = 2
    bit_rate: int = 0
    options: tuple[tuple[str, str], ...] = ()
    container_options: tuple[tuple[str, str], ...] = ()


WAV = Kind()
MP3 = Kind("mp3", "libmp3lame", bit_rate=128_000)
UNTOLD = Kind("mp3", "libmp3lame", bit_rate=128_000, container_options=(("write_xing", "0"), ("id3v2_version", "0")))
"""An MP3 that says nothing of its encoder; such songs may follow one another in one file."""
M4A = Kind("ipod", "aac", bit_rate=128_000)


PATIENT = JoinBounds(work_seconds=1.0)


@lru_cache(maxsize=64)
def tone(frequency: float, seconds: float = 1.0, kind: Kind = WAV) -> bytes:
    """A sine that begins and ends as loud as it is, in the middle of a wave."""
    turn = 2 * math.pi * frequency / kind.rate
    moments = range(round(seconds * kind.rate))
    return encoded([TOP * math.cos(turn * n) for n in moments], kind)


def encoded(values: Sequence[float], kind: Kind = WAV) -> bytes:
    """These values as a file, the same in all channels."""
    file, layout = io.BytesIO(), {1: "mono", 2: "stereo", 4: "4.0"}[kind.channels]
    with av.open(file, "w", kind.container, dict(kind.container_options)) as container:
        stream = cast("av.AudioStream", container.add_stream(kind.codec, kind.rate, dict(kind.options), layout=layout))
        stream.bit_rate = kind.bit_rate
        samples = array("h", [round(FULL * value) for value in values for _ in range(kind.channels)])
        frame = av.AudioFrame("s16", layout, len(values))
        frame.rate, frame.time_base, frame.pts = kind.rate, Fraction(1, kind.rate), 0
        frame.planes[0].update(samples.tobytes())
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file.getvalue()


def joined(sources: Sequence[bytes], bounds: JoinBounds = PATIENT) -> tuple[Joined, bytes]:
    """What comes of joining these files, while no time passes."""
    target = io.BytesIO()
    found = join([io.BytesIO(source) for source in sources], target, bounds, lambda: 0.0)
    return found, target.getvalue()


def heard(file: bytes) -> list[array[float]]:
    """What comes out of a player, channel by channel, at the file's own rate."""
    channels: list[array[float]] = []
    with av.open(io.BytesIO(file), "r") as container:
        stream = container.streams.audio[0]
        plain = av.AudioResampler("fltp", stream.layout, stream.rate)
        channels += [array("f") for _ in range(stream.channels)]
        for frame in itertools.chain.from_iterable(map(plain.resample, container.decode(stream))):
            for channel, plane in zip(channels, frame.planes, strict=True):
                channel.frombytes(bytes(plane)[: frame.samples * 4])
    return channels


def strength(values: Sequence[float], frequency: float, rate: int = 44_100) -> float:
    """How high a tone of this frequency goes in these values."""
    turn = 2 * math.pi * frequency / rate
    real = sum(value * math.cos(turn * n) for n, value in enumerate(values))
    imaginary = sum(value * math.sin(turn * n) for n, value in enumerate(values))
    return 2 * math.hypot(real, imaginary) / len(values)


def largest_step(values: Sequence[float]) -> float:
    """The furthest that two neighbouring values are apart."""
    return max(abs(after - before) for before, after in itertools.pairwise(values))


def longest_quiet(values: Sequence[float], quiet: float = 0.01) -> int:
    """How many values in a row are almost nothing."""
    longest = run = 0
    for value in values:
        run = run + 1 if abs(value) < quiet else 0
        longest = max(longest, run)
    return longest
