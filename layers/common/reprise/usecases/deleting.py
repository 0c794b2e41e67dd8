"""Deleting a track. What its request was answered is kept, so that a replay of the request is still answered so."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from reprise.domain.errors import Conflict
from reprise.domain.events import Deleted
from reprise.domain.lifecycle import apply
from reprise.store.records import Records
from reprise.usecases.library import Library
from reprise.usecases.transition import until_won


@dataclass(frozen=True, slots=True)
class Deleter:
    """What deleting needs."""

    library: Library
    records: Records

    def delete(self, user_id: str, track_id: str) -> None:
        """Delete a track; a running one is cancelled with it. Its objects follow. Raises NotFound, Conflict."""
        track = self.library.get(user_id, track_id)
        if track.run_id is not None:
            raise Conflict("part_of_run")
        until_won(partial(self._delete, track_id), self.library.clock)

    def _delete(self, track_id: str) -> None:
        tracks, now = self.library.tracks, self.library.clock()
        track = tracks.get(track_id)
        if track is not None:
            tracks.commit(track, apply(track, Deleted(), now), self.records.keep_answer(track))
