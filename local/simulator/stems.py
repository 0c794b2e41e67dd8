"""Stems of a tune: the same length, each with a sound of its own."""

from __future__ import annotations

from .melody import BASS, LEAD, Voices
from .particulars import STEM_TYPES

_SPLIT = ("backing_vocals", "bass", "brass", "drums", "fx", "guitar", "keyboard", "percussion", "strings", "synth",
          "woodwinds")  # fmt: skip
_NAMES = {STEM_TYPES[0]: ("vocal", "instrumental"), STEM_TYPES[1]: _SPLIT}
KIE_RECORD_ONLY = "piano"
"""kie.ai's record names one stem more than its callback."""
_VOICES = {
    "vocal": Voices(LEAD, 0), "instrumental": Voices(0, BASS), "backing_vocals": Voices(LEAD // 2, 0, 4),
    "bass": Voices(0, BASS, -5), "brass": Voices(LEAD // 2, 0, -3), "drums": Voices(0, BASS, 5),
    "fx": Voices(LEAD // 3, 0, 12), "guitar": Voices(LEAD // 2, BASS // 3, 2), "keyboard": Voices(LEAD // 2, 0, -7),
    "percussion": Voices(0, BASS, 9), "piano": Voices(LEAD // 2, BASS // 3, 7), "strings": Voices(LEAD // 2, 0, -12),
    "synth": Voices(LEAD // 2, 0, 9), "woodwinds": Voices(LEAD // 3, 0, 5),
}  # fmt: skip
ALL_NAMES = tuple(_VOICES)


def names_of(kind: object) -> tuple[str, ...]:
    """The stems that a request of this type asks for; without a type they are two."""
    return _NAMES[str(kind or STEM_TYPES[0])]


def recorded_names(kind: object) -> tuple[str, ...]:
    """The stems in kie.ai's record of such a request."""
    names = names_of(kind)
    return (*names, KIE_RECORD_ONLY) if names is _SPLIT else names


def voices_of(name: str) -> Voices:
    """How the stem sounds."""
    return _VOICES[name]
