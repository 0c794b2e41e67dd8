"""The sweep: what nobody told us, the provider is asked; what is overdue ends; what was missed is queued again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from reprise.domain.events import Copied, DeadlinePassed, Revisit
from reprise.domain.jobs import SendJob
from reprise.domain.track import Copy, Lane, Track
from reprise.providers.provider import Providers
from reprise.store.queues import Queue
from reprise.store.tracks import SHARDS, Tracks, lane_shard
from reprise.usecases.follow import copy_jobs, is_waiting
from reprise.usecases.transition import Clock, transition

ASK_AGAIN = timedelta(seconds=30)
"""The interval that providers advise for record-info (providers, section 1.3)."""

PROVIDER_KEEPS = timedelta(days=14)
"""How long a provider keeps its files."""

_PER_SHARD = 200
_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Sweeper:
    """What sweeping needs. `patience` is how long no news is good news."""

    tracks: Tracks
    providers: Providers
    downloads: Queue
    submissions: Queue
    cdn_template: str
    patience: timedelta
    clock: Clock

    def sweep(self, budget_left: Callable[[], bool]) -> int:
        """Look at everything that is due, longest due first, while there is time left; how many that was."""
        with ThreadPoolExecutor(_AT_ONCE) as workers:
            return sum(workers.map(lambda track_id: self._visit(track_id, budget_left), self._due()))

    def _due(self) -> Iterable[str]:
        now = self.clock()
        for shard in (*map(lane_shard, Lane), *SHARDS):
            yield from (track_id for track_id, _ in self.tracks.due(shard, now, _PER_SHARD))

    def _visit(self, track_id: str, budget_left: Callable[[], bool]) -> int:
        track = self.tracks.get(track_id) if budget_left() else None
        # The index runs a moment behind the table: what is not due any more is left alone.
        if track is None or track.due_at is None or track.due_at > self.clock():
            return 0
        (self._see_copies if track.ended else self._see_running)(track)
        return 1

    def _see_running(self, track: Track) -> None:
        asked = ask(self.tracks, self.providers, track, self.clock)
        now = self.clock()
        if asked.ended:
            return
        if now >= asked.deadline_at:
            transition(self.tracks, asked, DeadlinePassed(self.cdn_template), self.clock)
        elif is_waiting(asked):
            self.submissions.send(SendJob(asked.track_id))
        else:
            transition(self.tracks, asked, Revisit(self._next_look(asked, now)), self.clock)

    def _next_look(self, track: Track, now: datetime) -> datetime:
        # What the provider had to be asked for does not start the patience again: callbacks that did not come so far
        # will not come for the rest either.
        return min(now + min(ASK_AGAIN, self.patience), track.deadline_at)

    def _see_copies(self, track: Track) -> None:
        now = self.clock()
        age = now - (track.completed_at or track.updated_at)
        if age > PROVIDER_KEEPS:
            self._give_copies_up(track)
            return
        self.downloads.send_all(copy_jobs(track))
        transition(self.tracks, track, Revisit(now + age), self.clock)

    def _give_copies_up(self, track: Track) -> None:
        for index, version in enumerate(track.versions):
            lost = tuple(Copy(asset, refusal="expired") for asset in version.missing())
            moved = transition(self.tracks, track, Copied(index, lost), self.clock)
            track = moved.track if moved else track


def ask(tracks: Tracks, providers: Providers, track: Track, clock: Clock) -> Track:
    """The track after its provider has been asked about it; what it says goes the way of a callback."""
    provider = providers.get(track.request.provider)
    if track.task_id is None or provider is None:
        return track
    report = provider.ask(track.task_id)
    moved = transition(tracks, track, report, clock) if report else None
    return moved.track if moved else track
