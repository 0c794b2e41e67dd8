"""Waking a gate: whoever learns that something waits there says so, and sees to it that its pump comes in time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from reprise.domain.gates import Gate, holder_of, home_of
from reprise.domain.jobs import WakeJob
from reprise.domain.states import Lane
from reprise.domain.track import Track
from reprise.providers.provider import Pool
from reprise.store.gates import Gates, GatesTable
from reprise.store.queues import Queue
from reprise.usecases.transition import Clock, until_won


@dataclass(frozen=True, slots=True)
class Waker:
    """Wakes gates. `woken`: what it has been told already, by gate and lane, and for when."""

    gates: GatesTable
    pool: Pool
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
        gates = self._gates(gate)
        if gates is None or self._has_told(gate, track.lane, moment):
            return
        found = until_won(partial(gates.wake, gate, track.lane, due_at, now), self.clock)
        self._call(gates, found, max(moment, found.opens_at(track.lane, now)), now)
        self.woken[gate, track.lane] = moment

    def _has_told(self, gate: str, lane: Lane, moment: datetime) -> bool:
        told = self.woken.get((gate, lane))
        return told is not None and told <= moment

    def give_back(self, track: Track) -> None:
        """Free the permit that a track's attempt held, and tell those who wait for it."""
        gate, permit, now = home_of(track), track.permit, self.clock()
        gates = self._gates(gate)
        if permit is None or gates is None:
            return
        found = until_won(partial(gates.give_back, gate, permit, holder_of(track), now), self.clock)
        if found and found.next_at:
            self._call(gates, found, now, now)

    def known(self) -> Iterator[str]:
        """All gates where something may wait."""
        for provider in self.pool.providers.values():
            yield from self.gates.of(provider.account).known()

    def _gates(self, gate: str) -> Gates | None:
        """The gates of a gate's account; None when this deployment has it no more, and nobody can send."""
        account = self.pool.account_of(gate)
        return self.gates.of(account) if account else None

    def _call(self, gates: Gates, gate: Gate, moment: datetime, now: datetime) -> None:
        """Send for the pump, unless it comes by then."""
        if not gate.is_looked_at(moment, now) and until_won(partial(gates.expect, gate, moment), self.clock):
            self.submissions.send(WakeJob(gate.id), (moment - now).total_seconds())
