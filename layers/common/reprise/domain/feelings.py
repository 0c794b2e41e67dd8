"""How a person feels, in words: scores are for us, and are shown to nobody."""

from __future__ import annotations

import re
from dataclasses import dataclass

EMOTION = r"[^\W\d_]+(?:-[^\W\d_]+)*"
STATE = rf"({EMOTION})-(0(?:\.\d{{1,4}})?|1(?:\.0{{1,4}})?)"
LONGEST_EMOTION = 40
"""Characters: a word or two, and no sentence."""
LONGEST_STATE = LONGEST_EMOTION + len("-0.0000")
_STATE = re.compile(STATE)
_STRENGTHS = ("faint", "mild", "moderate", "strong", "overwhelming")

DISTRESS = ("none", "light", "moderate", "strong", "extreme")
"""Words for distress, from the least to the most."""


@dataclass(frozen=True, slots=True)
class Feeling:
    """An emotion, and how strong it is: from 0 to 1."""

    emotion: str
    intensity: float

    @property
    def words(self) -> str:
        """The feeling in English, as the writer of a journey is told it."""
        return f"{_STRENGTHS[min(int(self.intensity * len(_STRENGTHS)), len(_STRENGTHS) - 1)]} {self.emotion}"


def feeling_of(state: str) -> Feeling | None:
    """The feeling that a text such as `fear-0.8` or `self-doubt-0.5` stands for; None when it stands for none."""
    if len(state) > LONGEST_STATE:
        return None
    found = _STATE.fullmatch(state)
    if found is None or len(found[1]) > LONGEST_EMOTION:
        return None
    return Feeling(found[1], float(found[2]))


def distress(suds: int) -> str:
    """The word for a distress of 0 to 10 (SUDS): one of `DISTRESS`."""
    return DISTRESS[(suds + 2) // 3]
