"""Waking a gate: whoever learns that something waits there says so, and sees to it that its pump comes in time."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from reprise.domain.gates import Gate, holder_of, home_of
from reprise.domain.jobs import WakeJob
from reprise.domain.track import Lane, Track
from reprise.store.gates import Gates
from reprise.store.queues import Queue
from reprise.usecases.transition import Clock, until_won


@dataclass(frozen=True, slots=True)
class Waker:
    """Wakes gates. `woken`: what it has been told already, by gate and lane, and for when."""

    gates: Gates
    submissions: Queue
    clock: Clock
    woken: dict[tuple[str, Lane], datetime] = field(default_factory=dict)

    def afresh(self) -> Waker:
        """One that has woken nobody yet: for one batch, or one sweep."""
        return replace(self, woken={})

    def wake(self, track: Track) -> None:
        """See to it that a waiting track is sent when its time comes."""
        gate, now = home_of(track), self.clock()
        due_at = track.submit_at or now
        moment = max(due_at, now)
        told = self.woken.get((gate, track.lane))
        if told is not None and told <= moment:
            return
        found = until_won(lambda: self.gates.wake(gate, track.lane, due_at, now))
        self._call(found, max(moment, found.opens_at(track.lane, now)), now)
        self.woken[gate, track.lane] = moment

    def give_back(self, track: Track) -> None:
        """Free the permit that a track's attempt held, and tell those who wait for it."""
        gate, permit, now = home_of(track), track.permit, self.clock()
        if permit is None:
            return
        found = until_won(lambda: self.gates.give_back(gate, permit, holder_of(track), now))
        if found and found.next_at:
            self._call(found, now, now)

    def _call(self, gate: Gate, moment: datetime, now: datetime) -> None:
        """Send for the pump, unless it comes by then."""
        if not gate.is_looked_at(moment, now) and until_won(lambda: self.gates.expect(gate, moment)):
            self.submissions.send(WakeJob(gate.id), (moment - now).total_seconds())
