"""The pump of a gate: woken, it sends what the gate's permits allow, and says when it looks again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from reprise.domain.events import Rerouted
from reprise.domain.gates import Gate, home_of, number_of
from reprise.domain.jobs import WakeJob
from reprise.domain.rest import Seen, rest
from reprise.domain.track import Lane, Track, sendable_for
from reprise.store.queues import Queue
from reprise.store.tracks import lane_shard
from reprise.usecases.dispatching import Dispatcher
from reprise.usecases.lines import Line, Lines, line_of
from reprise.usecases.transition import transition, until_won

LEASE = timedelta(seconds=55)
"""How long a gate belongs to a pump that says nothing: longer than it may run, shorter than its message is hidden."""

_LOOK_AHEAD = 100
"""Places of a line that are read: five times what a gate can send at once."""


@dataclass(frozen=True, slots=True)
class Pump:
    """Sends what waits. `timeout` is the time allowed for a generation."""

    dispatcher: Dispatcher
    submissions: Queue
    timeout: timedelta

    def wake(self, job: WakeJob) -> list[Track]:
        """Send what is in turn at a gate, unless another pump does or it is not time yet; what was sent."""
        name = job.gate or self._home(job.track_id or "")
        now = self.dispatcher.sender.clock()
        gate = until_won(lambda: self.dispatcher.gates.lease(name, now, now + LEASE)) if name else None
        return self._pump(gate, now) if gate else []

    def _home(self, track_id: str) -> str | None:
        track = self.dispatcher.sender.tracks.get(track_id)
        return home_of(track) if track else None

    def _pump(self, gate: Gate, now: datetime) -> list[Track]:
        lines = Lines({lane: self._line(gate, lane, now) for lane in Lane})
        if gate.size:
            gate, sent = self.dispatcher.dispatch(gate, lines)
        else:
            sent = self._reroute(lines)
        lines.are_sent(sent)
        gate = gate.after(lines.served_now, len(sent)).having_seen(moment for moment in lines.moments if moment <= now)
        self._leave(gate, Seen(lines.left, bool(lines.moments), woken_since=False))
        return sent

    def _line(self, gate: Gate, lane: Lane, now: datetime) -> Line:
        # What is older is beyond its last call; it would only hide what can still be sent.
        after, tracks = now - sendable_for(self.timeout), self.dispatcher.sender.tracks
        places = tracks.line(lane_shard(lane, gate.id), after, _LOOK_AHEAD)
        more = len(places) == _LOOK_AHEAD
        if number_of(gate.id) == 0:  # For one release: tracks that are older than gates wait in lanes of their own.
            places += tracks.line(lane_shard(lane), after, _LOOK_AHEAD)
        return line_of(places, gate.served, more=more)

    def _reroute(self, lines: Lines) -> list[Track]:
        """The quota was larger once: what waits at a gate that is no more goes to one that is."""
        dispatcher, account = self.dispatcher, self.dispatcher.gates.account
        places = [place for line in lines.left.values() for place in line]
        tracks = [track for place in places if (track := dispatcher.read(place.track_id))]
        for track in tracks:
            event = Rerouted(account.gate_of(track.track_id))
            transition(dispatcher.sender.tracks, track, event, dispatcher.sender.clock)
        lines.are_sent(tracks)
        return []

    def _leave(self, gate: Gate, seen: Seen) -> None:
        gates, now = self.dispatcher.gates, self.dispatcher.sender.clock()
        left = rest(gate, seen, now)
        by_now, done = until_won(lambda: gates.leave(gate, left))
        if not done:
            # Woken meanwhile, it decides anew; the lease of a pump that took too long may be another's by now.
            if by_now.busy_until == gate.busy_until:
                self._leave(gate.as_of(by_now), replace(seen, woken_since=True))
        elif left.next_at:
            self.submissions.send(WakeJob(gate.id), (left.next_at - now).total_seconds())
