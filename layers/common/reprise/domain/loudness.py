"""How loud a song is, and how a player levels it with others."""

from __future__ import annotations

import math
from dataclasses import dataclass

REFERENCE_LUFS = -18.0
"""How loud ReplayGain 2.0 plays everything."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """What a meter says after a whole song."""

    lufs: float
    """Integrated loudness (EBU R 128)."""
    peak: float
    """True peak, which may lie between two samples: linear, 1 is full scale. A compressed song may pass it."""

    @property
    def gain_db(self) -> float:
        """What a player adds: up or down to the reference, but never so much that the peak passes full scale."""
        return min(round(REFERENCE_LUFS - self.lufs, 2), self._room_db)

    @property
    def _room_db(self) -> float:
        # Rounded down: half a hundredth too much would already clip.
        return math.floor(-2000 * math.log10(self.peak)) / 100 if self.peak > 0 else math.inf
