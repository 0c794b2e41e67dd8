"""What a task makes of another track's version is brought there, and goes again with the task that made it."""

from __future__ import annotations

from dataclasses import dataclass

from reprise.domain.arrivals import brought
from reprise.domain.events import Arrived, Event, Withdrawn
from reprise.domain.results import FILES
from reprise.domain.track import Track
from reprise.domain.versions import Asset
from reprise.store.keys import Keys
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
        for place, asset in _lost(before, after):
            self._clear(after, place, asset)

    def withdraw(self, gone: Track) -> None:
        """Take back what a deleted task has brought."""
        if gone.operation.result is FILES:
            self._tell(gone, Withdrawn(gone.track_id))

    def _tell(self, task: Track, event: Event) -> None:
        for source in task.sources:
            track = self.tracks.get(source.track_id)
            if track:
                transition(self.tracks, track, event, self.clock)

    def _clear(self, track: Track, place: int, asset: Asset) -> None:
        """Delete what there is of a file, told or not, unless another task has brought such a file meanwhile."""
        by_now = self.tracks.get(track.track_id)
        if by_now is None or asset not in by_now.versions[place].wanted():
            self.objects.delete_prefix(f"{Keys.stem(track, place, asset)}.")


def _lost(before: Track | None, after: Track) -> set[tuple[int, Asset]]:
    """The files that a track had and has no more."""
    return _files(before) - _files(after) if before else set()


def _files(track: Track) -> set[tuple[int, Asset]]:
    return {(place, file.asset) for place in track.places for file in track.versions[place].files}
