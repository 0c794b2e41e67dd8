"""The pump of a gate: woken, it sends what the gate's permits allow, and says when it looks again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from reprise.domain.events import Rerouted
from reprise.domain.gates import Account, Gate, home_of, number_of
from reprise.domain.jobs import WakeJob
from reprise.domain.rest import Seen, rest
from reprise.domain.track import Lane, Track, sendable_for
from reprise.store.gates import Gates
from reprise.store.queues import Queue
from reprise.store.tracks import lane_shard
from reprise.usecases.dispatching import Dispatcher, Lines
from reprise.usecases.lines import Line, line_of
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
        lines = {lane: self._line(gate, lane, now) for lane in Lane}
        send = dispatcher.dispatch if gate.size else partial(_reroute, dispatcher)
        by_then, sent = send(gate, lines)
        for track in sent:
            lines[track.lane].is_sent(track.track_id)
        served = frozenset[str]().union(*(line.served_now for line in lines.values()))
        self._leave(dispatcher.gates, by_then.after(served, len(sent)), _seen(lines))
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
        now, clock = self.sender.clock(), self.sender.clock
        left = rest(gate, seen, now)
        by_now, done = until_won(partial(gates.leave, gate, left, unless_woken=True), clock)
        is_mine = by_now.busy_until == gate.busy_until
        if is_mine and not done:  # somebody has woken the gate meanwhile
            left = rest(by_now, replace(seen, woken_since=True), now)
            by_now = replace(by_now, served=gate.served, turns=gate.turns)
            _, done = until_won(partial(gates.leave, by_now, left, unless_woken=False), clock)
        if done and left.next_at:
            self.submissions.send(WakeJob(gate.id), (left.next_at - now).total_seconds())


def _seen(lines: Lines) -> Seen:
    left = {lane: line.left for lane, line in lines.items()}
    anything = any(line.turns for line in lines.values())
    return Seen(left, anything, woken_since=False)


def _reroute(dispatcher: Dispatcher, gate: Gate, lines: Lines) -> tuple[Gate, list[Track]]:
    """The quota was larger once. What waits at a gate that no longer exists goes to one that does."""
    for line in lines.values():
        for place in line.left:
            _reroute_one(dispatcher, place.track_id)
            line.is_sent(place.track_id)
    return gate, []


def _reroute_one(dispatcher: Dispatcher, track_id: str) -> None:
    account, sender = dispatcher.gates.account, dispatcher.sender
    track = dispatcher.read(track_id)
    if track:
        transition(sender.tracks, track, Rerouted(account.gate_of(track_id)), sender.clock)
