"""Which tracks are stuck now: with their provider longer than is usual, and not over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from reprise.domain.track import Track
from reprise.store.tracks import SHARDS, Tracks
from reprise.usecases.transition import Clock

MOST_PER_SHARD = 100
"""Tracks of a shard of the due index that are looked at: the soonest due, so those that are stuck come first."""


@dataclass(frozen=True, slots=True)
class Stuck:
    """Where they are found, and after how long a track is stuck."""

    tracks: Tracks
    after: timedelta
    clock: Clock

    def count(self) -> int:
        """How many tracks are stuck. Of each shard at most so many are looked at; beyond that, it is at least this."""
        now = self.clock()
        return sum(self._in(shard, now) for shard in SHARDS)

    def _in(self, shard: str, now: datetime) -> int:
        ids = self.tracks.due(shard, datetime.max.replace(tzinfo=now.tzinfo), MOST_PER_SHARD)
        return sum(self._is_stuck(track, now) for track in self.tracks.get_many(ids))

    def _is_stuck(self, track: Track, now: datetime) -> bool:
        begun_at = track.released_at or track.created_at
        return track.is_out and not track.lingers and begun_at + self.after <= now
