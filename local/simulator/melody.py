"""Short melodies made here: a pentatonic tune with an echo and a bass, as MP3."""

from __future__ import annotations

import math
import random
from array import array
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from operator import add
from typing import TypeAlias

import lameenc

RATE = 22_050
BITRATE_KBPS = 40
POOL_SIZE = 16
_PENTATONIC = (0, 2, 4, 7, 9, 12, 14, 16)
_ROOTS = (261.63, 293.66, 220.0, 246.94)
_BEATS = (0.30, 0.36)
_BASS_STEPS = (0, 0, 7, 7, 9, 9, 5, 5)
_BASS_BEATS = 2
LEAD, BASS = 14_000, 9_000  # with the echo they stay below the 32,767 of a sample
_WAVE = 2048  # a power of two: the phase wraps by a mask
_ATTACK = int(RATE * 0.015)
_RELEASE = int(RATE * 0.03)

Samples: TypeAlias = "array[int]"


@dataclass(frozen=True)
class Melody:
    """An encoded tune and its true length in seconds."""

    mp3: bytes
    seconds: float

    def played(self, seconds: float) -> Melody:
        """The tune again and again, for about so long; at least once."""
        times = max(1, round(seconds / self.seconds))
        return Melody(self.mp3 * times, round(self.seconds * times, 2))


@dataclass(frozen=True)
class Voices:
    """How loud the two voices of a tune are, and by how many half-tones it is moved."""

    lead: int = LEAD
    bass: int = BASS
    shift: int = 0


_USUAL = Voices()
_STEMS_KEPT = 64


@lru_cache(maxsize=POOL_SIZE)
def render(index: int) -> Melody:
    """Tune number `index` of the pool; neighbours differ in notes and in length (6 to 9 s)."""
    return _encoded(samples(index))


@lru_cache(maxsize=_STEMS_KEPT)
def render_stem(index: int, voices: Voices) -> Melody:
    """The same tune in other voices: exactly as long."""
    return _encoded(samples(index, voices))


def samples(index: int, voices: Voices = _USUAL) -> bytes:
    """The tune as 16-bit samples."""
    choice = random.Random(f"melody {index}")  # noqa: S311 - a tune, not a secret
    root, beat = choice.choice(_ROOTS) * 2 ** (voices.shift / 12), choice.choice(_BEATS)
    beats = round((6.0 + (index * 7 % POOL_SIZE) * 0.2) / beat)
    length = int(RATE * beat)
    lead = [_tone(round(root * 2 ** (step / 12), 2), length, voices.lead) for step in _tune(choice, beats)]
    bass_notes = [_BASS_STEPS[n // _BASS_BEATS % len(_BASS_STEPS)] for n in range(0, beats, _BASS_BEATS)]
    bass = [_tone(round(root / 2 * 2 ** (step / 12), 2), length * _BASS_BEATS, voices.bass) for step in bass_notes]
    return _mixed(lead, bass, length * beats, length // 2)


def fill_pool() -> None:
    """Make all tunes; about a second of work, done before the first request rather than during it."""
    for index in range(POOL_SIZE):
        render(index)


def _tune(choice: random.Random, beats: int) -> list[int]:
    """A walk over the scale: steps rather than leaps sound like a melody."""
    position, steps = choice.randrange(len(_PENTATONIC)), []
    for _ in range(beats):
        position = max(0, min(len(_PENTATONIC) - 1, position + choice.choice((-2, -1, -1, 0, 1, 1, 2))))
        steps.append(_PENTATONIC[position])
    return steps


@lru_cache(maxsize=1)
def _wave() -> tuple[float, ...]:
    """One turn of the voice: a sine and its octave."""
    turn = 2 * math.pi / _WAVE
    return tuple(0.74 * math.sin(turn * n) + 0.26 * math.sin(2 * turn * n) for n in range(_WAVE))


@lru_cache(maxsize=256)
def _tone(frequency: float, length: int, volume: int) -> Samples:
    wave, step, exp = _wave(), round(frequency * _WAVE / RATE * 65_536), math.exp
    decay, last = -3.0 / length, _WAVE - 1
    tone = array("h", [int(volume * exp(decay * n) * wave[n * step >> 16 & last]) for n in range(length)])
    for n in range(_ATTACK):
        tone[n] = tone[n] * n // _ATTACK
    for n in range(_RELEASE):
        tone[length - 1 - n] = tone[length - 1 - n] * n // _RELEASE
    return tone


@lru_cache(maxsize=256)
def _quiet(tone: bytes) -> bytes:
    return array("h", [sample // 4 for sample in array("h", tone)]).tobytes()


def _mixed(lead: list[Samples], bass: list[Samples], length: int, delay: int) -> bytes:
    """Voices are joined and added by C code: one Python step a sample would cost ten times as much."""
    loud = array("h", b"".join(tone.tobytes() for tone in lead))
    echo = array("h", bytes(2 * delay) + b"".join(_quiet(tone.tobytes()) for tone in lead))
    low = array("h", b"".join(tone.tobytes() for tone in bass))
    return array("h", map(add, map(add, loud, echo), chain(low, bytes(length)))).tobytes()


def _encoded(pcm: bytes) -> Melody:
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(BITRATE_KBPS)
    encoder.set_in_sample_rate(RATE)
    encoder.set_channels(1)
    encoder.set_quality(7)
    mp3 = bytes(encoder.encode(pcm) + encoder.flush())
    return Melody(mp3, round(len(mp3) * 8 / (BITRATE_KBPS * 1000), 2))
