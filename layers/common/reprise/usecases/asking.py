"""Asking a provider about a task; what it says goes the way of a callback."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from reprise.domain.events import Asked
from reprise.domain.track import Track
from reprise.providers.provider import Cadence, Pool, Provider
from reprise.store.tracks import Tracks
from reprise.usecases.transition import Clock, transition

_EARLY = timedelta(seconds=1)
"""Queues count whole seconds, so that a question may come a little before its time."""


@dataclass(frozen=True, slots=True)
class Asker:
    """What asking needs. `unanswered` is told of every question that brought no answer, or met a fault of ours."""

    tracks: Tracks
    pool: Pool
    clock: Clock
    unanswered: Callable[[Track, Exception], None]

    def ask(self, track: Track, look_again_at: datetime | None = None) -> Track:
        """The track after its provider has been asked about it, unless somebody has asked just now.

        With `look_again_at` the sweep does not look before then, whether or not the provider answers.
        """
        provider = self.pool.get(track.provider)
        if provider and provider.cadence and self._was_asked_just_now(track, provider.cadence):
            return track
        asking = transition(self.tracks, track, Asked(look_again_at), self.clock)
        if asking is None:
            return track
        if provider is None or not asking.changed:
            return asking.track
        return self._told(provider, asking.track)

    def _was_asked_just_now(self, track: Track, cadence: Cadence) -> bool:
        """A provider that does not call back is asked all the time; nobody, not even the sweep, asks it more often."""
        return track.asked_at is not None and self.clock() - track.asked_at < cadence.every - _EARLY

    def _told(self, provider: Provider, track: Track) -> Track:
        """The track with what its provider says of it."""
        try:
            report = provider.ask(str(track.task_id), track.operation)
        except Exception as error:  # noqa: BLE001 - Unanswered, or a fault in reading: neither may keep a track from ending
            self.unanswered(track, error)
            return track
        if report is None:
            return track
        moved = transition(self.tracks, track, report, self.clock)
        return moved.track if moved else track
