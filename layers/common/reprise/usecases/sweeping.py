"""The sweep asks providers about silent tracks, ends what is overdue, and queues again what was missed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import product, zip_longest

from reprise.domain.clips import ids_of
from reprise.domain.copies import copy_job
from reprise.domain.events import Copied, DeadlinePassed, Revisit
from reprise.domain.states import Lane
from reprise.domain.track import Track
from reprise.domain.versions import Copy
from reprise.store.queues import Queue
from reprise.store.tracks import SHARDS, Tracks, lane_shard
from reprise.usecases.asking import Asker
from reprise.usecases.transition import Clock, transition
from reprise.usecases.waking import Waker

ASK_AGAIN = timedelta(seconds=30)
"""The interval that providers advise for record-info (providers, section 1.3)."""

PROVIDER_KEEPS = timedelta(days=14)
"""How long a provider keeps its files."""

UNASKED = timedelta(minutes=2)
"""How long beyond its deadline a track may wait until its provider can be asked a last time."""

_PER_SHARD = 200
_AT_ONCE = 8
_STOP_SECONDS = 10.0
"""Time kept for what is under way; what is left is due again in a minute."""

_STOP_ASKING_SECONDS = 30.0
"""From then on nobody is asked: a provider that hangs must not keep the overdue from ending."""


@dataclass(frozen=True, slots=True)
class Sweeper:
    """What sweeping needs. `patience` is how long a provider may be silent; `failed` is told of visits that raised."""

    tracks: Tracks
    asker: Asker
    downloads: Queue
    waker: Waker
    patience: timedelta
    clock: Clock
    failed: Callable[[str, Exception], None]
    threads: Callable[[int], Executor]

    def sweep(self, seconds_left: Callable[[], float]) -> int:
        """Look at everything that is due, longest due first, while there is time left; how many that was."""
        visitor = replace(self, waker=self.waker.afresh())
        with self.threads(_AT_ONCE) as workers:
            return sum(workers.map(partial(visitor._visit, seconds_left), self._due()))  # noqa: SLF001 - its own kind

    def _due(self) -> Iterator[str]:
        now = self.clock()
        gates = (None, *self.waker.known())
        lines = [lane_shard(lane, gate) for gate, lane in product(gates, Lane)]
        shards = [self.tracks.due(shard, now, _PER_SHARD) for shard in (*lines, *SHARDS)]
        # The longest due of each shard come first. So when time runs out, it runs out for every shard alike.
        for places in zip_longest(*shards):
            yield from filter(None, places)

    def _visit(self, seconds_left: Callable[[], float], track_id: str) -> int:
        left = seconds_left()
        if left < _STOP_SECONDS:
            return 0
        try:
            return self._see(track_id, may_ask=left > _STOP_ASKING_SECONDS)
        except Exception as error:  # noqa: BLE001 - a fault of one track must not stop the sweep of the others
            self.failed(track_id, error)
            return 1

    def _see(self, track_id: str, *, may_ask: bool) -> int:
        track = self.tracks.get(track_id)
        # The index runs a moment behind the table: what is not due any more is left alone.
        if track is None or not self._is_due(track):
            return 0
        if track.lingers:
            transition(self.tracks, track, DeadlinePassed(), self.clock)
        elif track.ended:
            self._see_copies(track)
        else:
            self._see_running(self._asked(track) if may_ask else track)
        return 1

    def _is_due(self, track: Track) -> bool:
        return track.due_at is not None and track.due_at <= self.clock()

    def _asked(self, track: Track) -> Track:
        # One question after the deadline is enough. If its answer could not be applied, no other can.
        if _is_asked_to_the_last(track):
            return track
        return self.asker.ask(track, self._next_look(track))

    def _see_running(self, track: Track) -> None:
        if track.ended:
            return
        if self._is_over(track):
            transition(self.tracks, track, DeadlinePassed(self._rescue(track)), self.clock)
        elif track.waits:
            self.waker.wake(track)
        elif self._is_due(track):
            transition(self.tracks, track, Revisit(self._next_look(track)), self.clock)

    def _rescue(self, track: Track) -> dict[str, str]:
        """Where audio lies whose URL nobody has told, by its id."""
        provider = self.asker.pool.get(track.provider)
        if provider is None:
            return {}
        found = {audio_id: provider.rescue_url(audio_id) for audio_id in filter(None, ids_of(track.versions))}
        return {audio_id: url for audio_id, url in found.items() if url}

    def _is_over(self, track: Track) -> bool:
        now = self.clock()
        if track.waits:
            return now >= track.last_call_at
        asked = track.task_id is None or _is_asked_to_the_last(track)
        over_at = track.deadline_at if asked else track.deadline_at + UNASKED
        return now >= over_at

    def _next_look(self, track: Track) -> datetime:
        # An answer of the provider does not start the patience again: its callbacks have not come so far, and so they
        # will not come for the rest either.
        return min(self.clock() + min(ASK_AGAIN, self.patience), track.deadline_at)

    def _see_copies(self, track: Track) -> None:
        now = self.clock()
        age = now - (track.completed_at or track.updated_at)
        if age > PROVIDER_KEEPS:
            self._give_copies_up(track)
            return
        if job := copy_job(track):
            self.downloads.send(job)
        transition(self.tracks, track, Revisit(now + age), self.clock)

    def _give_copies_up(self, track: Track) -> None:
        lost = {place: _expired(track, place) for place in track.copied_places}
        transition(self.tracks, track, Copied(lost), self.clock)


def _expired(track: Track, place: int) -> tuple[Copy, ...]:
    return tuple(Copy(asset, refusal="expired") for asset in track.missing(place))


def _is_asked_to_the_last(track: Track) -> bool:
    return track.asked_at is not None and track.asked_at >= track.deadline_at
