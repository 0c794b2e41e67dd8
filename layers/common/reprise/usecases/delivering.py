"""What a task makes of another track's version is brought there, and goes again with the task that made it."""

from __future__ import annotations

from dataclasses import dataclass

from reprise.domain.arrivals import brought
from reprise.domain.events import Arrived, Event, Withdrawn
from reprise.domain.results import FILES
from reprise.domain.track import Track
from reprise.store.objects import Objects
from reprise.store.tracks import Tracks
from reprise.usecases.transition import Clock, transition


@dataclass(frozen=True, slots=True)
class Deliverer:
    """What delivering needs."""

    tracks: Tracks
    objects: Objects
    clock: Clock

    def follow(self, before: Track | None, after: Track) -> None:
        """Bring what has come with this change, and delete what the track has lost by it."""
        files = brought(after)
        if files and files != (brought(before) if before else {}):
            self._tell(after, Arrived(files))
        for key in _lost(before, after):
            self._delete(after, key)

    def withdraw(self, gone: Track) -> None:
        """Take back what a deleted task has brought."""
        if gone.operation.result is FILES:
            self._tell(gone, Withdrawn(gone.track_id))

    def _tell(self, task: Track, event: Event) -> None:
        for source in task.sources:
            track = self.tracks.get(source.track_id)
            if track:
                transition(self.tracks, track, event, self.clock)

    def _delete(self, track: Track, key: str) -> None:
        """Delete an object, unless another task has brought the same file meanwhile."""
        by_now = self.tracks.get(track.track_id)
        if by_now is None or key not in _keys(by_now):
            self.objects.delete(key)


def _lost(before: Track | None, after: Track) -> set[str]:
    """The objects of files that a finished track had and has no more."""
    if before is None or not any(version.files for version in before.versions):
        return set()
    return _keys(before) - _keys(after) if after.completed_at else set()


def _keys(track: Track) -> set[str]:
    return {copy.key for version in track.versions for copy in version.copies if copy.key}
