"""Clearing up after a run that is over: what it does not need any more ends, and then its slot is free."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import filterfalse

from reprise.domain import events as ev
from reprise.domain.run_events import Cleared
from reprise.domain.runs import Run
from reprise.domain.track import Track
from reprise.store.runs import Runs
from reprise.usecases.advancing import applied, as_it_is
from reprise.usecases.transition import Clock, transition


@dataclass(frozen=True, slots=True)
class Clearer:
    """What clearing needs."""

    runs: Runs
    clock: Clock

    def clear(self, run: Run) -> Run | None:
        """End its tracks, and delete those of a deleted run. The run is cleared when none is under way.

        None: the run is gone. A run that has changed meanwhile is looked at again: it may have other tracks by now.
        """
        return as_it_is(self.runs, run, self._cleared, self.clock)

    def clear_as_it_is(self, run_id: str) -> None:
        """Clear a run up that may be over by now, and may have waited for its last track."""
        run = self.runs.get(run_id)
        if run is not None and run.over and not run.is_cleared:
            self.clear(run)

    def _cleared(self, run: Run) -> Run:
        if not run.over:
            return run
        tracks = self._after(ev.Cancelled(), self.runs.everything(run))
        if run.is_deleted:
            self._after(ev.Deleted(), filterfalse(has_to_end, tracks))
        return run if any(map(has_to_end, tracks)) else applied(self.runs, Cleared(), self.clock, run)

    def _after(self, event: ev.Event, tracks: Iterable[Track]) -> list[Track]:
        """The tracks after an event, but for those that are gone."""
        moves = [transition(self.runs.tracks, track, event, self.clock) for track in tracks]
        return [move.track for move in moves if move]


def has_to_end(track: Track | None) -> bool:
    """Whether a track has still to end, at its provider at least."""
    return track is not None and (track.is_out or not track.ended)
