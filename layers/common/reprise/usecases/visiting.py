"""What the sweep does with one track that is due: it ends, is asked about, woken, or looked at later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto

from reprise.domain.arrivals import is_sought
from reprise.domain.clips import ids_of
from reprise.domain.copies import copy_job
from reprise.domain.events import Copied, DeadlinePassed, Revisit
from reprise.domain.track import Track
from reprise.domain.versions import Copy
from reprise.store.queues import Queue
from reprise.store.tracks import Tracks
from reprise.usecases.asking import Asker
from reprise.usecases.seeking import Seeker
from reprise.usecases.transition import Clock, transition
from reprise.usecases.waking import Waker

ASK_AGAIN = timedelta(seconds=30)
"""The interval that providers advise for record-info (providers, section 1.3)."""

PROVIDER_KEEPS = timedelta(days=14)
"""How long a provider keeps its files."""

UNASKED = timedelta(minutes=2)
"""How long beyond its deadline a track may wait until its provider can be asked a last time."""

LAST_MOMENTS = timedelta(seconds=10)
"""Before and after its last call a track is not trusted to be as it was a moment ago."""


class Sight(Enum):
    """What a visit has found."""

    NOTHING = auto()
    """Nothing is due: the index was behind."""
    WAITS = auto()
    """A track that waits in a line, and goes on waiting."""
    DUE = auto()
    """A track that was due."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """What visits need. `patience` is how long a provider may be silent."""

    tracks: Tracks
    asker: Asker
    downloads: Queue
    waker: Waker
    seeker: Seeker
    patience: timedelta
    clock: Clock

    def afresh(self) -> Visitor:
        """One for another sweep, that has woken nobody yet."""
        return replace(self, waker=self.waker.afresh())

    def visit(self, track_id: str, known: Track | None, question: Callable[[Track], bool]) -> Sight:
        """Do what a track needs. What its provider has to be asked about goes to `question`, which may refuse it.

        `known` is the track as it was a moment ago, if that has been read.
        """
        track = self.tracks.get(track_id) if known is None or self._is_at_last_call(known) else known
        # The index runs a moment behind the table: what is not due any more is left alone.
        if track is None or not self._is_due(track):
            return Sight.NOTHING
        if _needs_question(track) and question(track):
            return Sight.DUE
        return self._see(track)

    def ask(self, track: Track) -> Sight:
        """Ask about a track, and end it if it is over and has not ended by the answer."""
        asked = self.asker.ask(track, self._next_look(track))
        return Sight.DUE if asked.ended else self.unasked(asked)

    def unasked(self, track: Track) -> Sight:
        """End a running track if that needs no question, or see that it goes on."""
        if self._is_over(track):
            transition(self.tracks, track, DeadlinePassed(self._rescue(track)), self.clock)
        elif track.waits:
            self.waker.wake(track)
            return Sight.WAITS
        elif not _needs_question(track):
            transition(self.tracks, track, Revisit(self._next_look(track)), self.clock)
        # What could not be asked about keeps its place: it is due at once in the next sweep.
        return Sight.DUE

    def _is_at_last_call(self, track: Track) -> bool:
        """Whether a track that waits may have been sent since it was read, and yet be over by now."""
        return track.waits and abs(self.clock() - track.last_call_at) < LAST_MOMENTS

    def _see(self, track: Track) -> Sight:
        if track.lingers:
            transition(self.tracks, track, DeadlinePassed(), self.clock)
        elif is_sought(track):
            self.seeker.seek(track)
        elif track.ended:
            self._see_copies(track)
        else:
            return self.unasked(track)
        return Sight.DUE

    def _is_due(self, track: Track) -> bool:
        return track.due_at is not None and track.due_at <= self.clock()

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
        over_at = track.deadline_at + UNASKED if _needs_question(track) else track.deadline_at
        return now >= over_at

    def _next_look(self, track: Track) -> datetime:
        # An answer of the provider does not start the patience again: its callbacks have not come so far, and so they
        # will not come for the rest either.
        return min(self.clock() + min(ASK_AGAIN, self.patience), track.deadline_at)

    def _see_copies(self, track: Track) -> None:
        now = self.clock()
        age = now - track.updated_at  # what it lacks may have come long after its end
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
    return tuple(Copy(asset, refusal="expired", url=url) for asset, url in track.missing(place).items())


def _needs_question(track: Track) -> bool:
    """Whether its provider can say more of a track. One question after the deadline is enough.

    If the answer to that one could not be applied, no other can.
    """
    is_at_provider = track.task_id is not None and not track.waits and not track.ended
    return is_at_provider and (track.asked_at is None or track.asked_at < track.deadline_at)
