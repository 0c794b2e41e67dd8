"""The pump of a gate: woken, it sends what the gate's permits allow, and says when it looks again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from reprise.domain.events import Rerouted
from reprise.domain.gates import Account, Gate, home_of, number_of
from reprise.domain.jobs import WakeJob
from reprise.domain.patience import sendable_for
from reprise.domain.rest import Seen, rest
from reprise.domain.states import Lane
from reprise.domain.track import Track
from reprise.store.gates import Gates
from reprise.store.queues import Queue
from reprise.store.tracks import lane_shard
from reprise.usecases.dispatching import Dispatcher
from reprise.usecases.lines import Line, Lines, line_of
from reprise.usecases.sending import Sender
from reprise.usecases.transition import transition, until_won

LEASE = timedelta(seconds=55)
"""How long a gate belongs to a pump that says nothing: longer than it may run, shorter than its message is hidden."""

_LOOK_AHEAD = 100
"""Places of a line that are read: five times what a gate can send at once."""


@dataclass(frozen=True, slots=True)
class Pump:
    """Sends what waits. `dispatcher` makes what sends for an account; `timeout` is the time allowed for a task."""

    sender: Sender
    dispatcher: Callable[[Account], Dispatcher]
    submissions: Queue
    timeout: timedelta

    def wake(self, job: WakeJob) -> list[Track]:
        """Send what is in turn at a gate, unless another pump does or it is not time yet; what was sent."""
        name = job.gate or self._home(job.track_id or "")
        account = self.sender.pool.account_of(name)
        if account is None:  # the track is gone, or this deployment has no such account any more
            return []
        dispatcher, now = self.dispatcher(account), self.sender.clock()
        gate = until_won(partial(dispatcher.gates.lease, name, now, now + LEASE), self.sender.clock)
        return self._pump(dispatcher, gate, now) if gate else []

    def _home(self, track_id: str) -> str:
        track = self.sender.tracks.get(track_id)
        return home_of(track) if track else ""

    def _pump(self, dispatcher: Dispatcher, gate: Gate, now: datetime) -> list[Track]:
        lines = Lines({lane: self._line(gate, lane, now) for lane in Lane})
        if gate.size:
            gate, sent = dispatcher.dispatch(gate, lines)
        else:
            sent = _reroute(dispatcher, lines)
        lines.are_sent(sent)
        gate = gate.after(lines.served_now, len(sent)).having_seen(moment for moment in lines.moments if moment <= now)
        self._leave(dispatcher.gates, gate, Seen(lines.left, bool(lines.moments), woken_since=False))
        return sent

    def _line(self, gate: Gate, lane: Lane, now: datetime) -> Line:
        # What is older is beyond its last call; it would only hide what can still be sent.
        after, tracks = now - sendable_for(self.timeout), self.sender.tracks
        places = tracks.line(lane_shard(lane, gate.id), after, _LOOK_AHEAD)
        more = len(places) == _LOOK_AHEAD
        if number_of(gate.id) == 0:  # For one release: tracks that are older than gates wait in lanes of their own.
            places += tracks.line(lane_shard(lane), after, _LOOK_AHEAD)
        return line_of(places, gate.served, more=more)

    def _leave(self, gates: Gates, gate: Gate, seen: Seen) -> None:
        now = self.sender.clock()
        left = rest(gate, seen, now)
        by_now, done = until_won(partial(gates.leave, gate, left), self.sender.clock)
        if not done:
            # Woken meanwhile, it decides anew; the lease of a pump that took too long may be another's by now.
            if by_now.busy_until == gate.busy_until:
                self._leave(gates, gate.as_of(by_now), replace(seen, woken_since=True))
        elif left.next_at:
            self.submissions.send(WakeJob(gate.id), (left.next_at - now).total_seconds())


def _reroute(dispatcher: Dispatcher, lines: Lines) -> list[Track]:
    """The quota was larger once: what waits at a gate that is no more goes to one that is."""
    account, sender = dispatcher.gates.account, dispatcher.sender
    places = [place for line in lines.left.values() for place in line]
    tracks = [track for place in places if (track := dispatcher.read(place.track_id))]
    for track in tracks:
        transition(sender.tracks, track, Rerouted(account.gate_of(track.track_id)), sender.clock)
    lines.are_sent(tracks)
    return []
