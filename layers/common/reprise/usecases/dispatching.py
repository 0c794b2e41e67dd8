"""Sending those whose turn it is: permits for them, claims on their tracks, calls on as many threads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import islice

from reprise.domain.events import Claimed
from reprise.domain.gates import LARGEST, Gate, home_of
from reprise.domain.lifecycle import apply
from reprise.domain.states import Lane
from reprise.domain.track import Track
from reprise.store.dynamo import Lost
from reprise.store.gates import Gates
from reprise.usecases.lines import Lines
from reprise.usecases.sending import Sender, hash_token
from reprise.usecases.transition import until_won

Given = dict[int, Track]
"""Tracks by the permits that they are given."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A claimed track, the token of its callback, and when its permit was taken."""

    track: Track
    token: str
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """What sending from the lines of an account needs. `patience`: how long a provider may be silent, unasked.

    `failed` is told of tracks that raised: they keep no other from being sent.
    """

    sender: Sender
    gates: Gates
    patience: timedelta
    new_token: Callable[[], str]
    threads: Callable[[int], Executor]
    failed: Callable[[str, Exception], None]

    def dispatch(self, gate: Gate, lines: Lines) -> tuple[Gate, list[Track]]:
        """Send what the gate's permits allow: the gate as it is by then, and what was sent."""
        wanted = self._choose(gate, lines, self.sender.clock())
        gate, given, taken_at = self._take(gate, wanted)
        return gate, self._send(gate, given, taken_at)

    def read(self, track_id: str) -> Track | None:
        """A track; one that cannot be read is reported, and is as if it were not there."""
        try:
            return self.sender.tracks.get(track_id)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one track, the others are sent
            self.failed(track_id, error)
            return None

    def _at(self, gate: Gate, track_id: str) -> Track | None:
        """A track that waits at this gate; lines that are older than gates hold those of other accounts too."""
        track = self.read(track_id)
        return track if track and home_of(track) == gate.id else None

    def _choose(self, gate: Gate, lines: Lines, now: datetime) -> dict[Lane, list[Track]]:
        """As many of each lane as there are permits for it; the lane that chooses first may use what is shared."""
        wanted: dict[Lane, list[Track]] = {}
        for lane in gate.lanes():
            given = gate.allot(wanted, now)
            room = [permit for permit in gate.free(lane, now) if permit not in given]
            wanted[lane] = list(islice(lines.lanes[lane].fitting(partial(self._at, gate), now), len(room)))
        return wanted

    def _take(self, gate: Gate, wanted: Mapping[Lane, list[Track]]) -> tuple[Gate, Given, datetime]:
        """All permits in one write; where the door was quicker with one of them, what is left is given anew."""
        account, now = self.gates.account, self.sender.clock()
        given = gate.allot(wanted, now)
        if not given or account.lends:
            return gate, given, now
        taken = [account.take(permit, track, now) for permit, track in given.items()]
        by_now, done = until_won(partial(self.gates.take, gate.id, taken), self.sender.clock)
        # Who woke the gate since it was leased is found out in the end, so its count stays as it was then.
        by_now = replace(by_now, wakes=gate.wakes)
        return (by_now, given, now) if done else self._take(by_now, wanted)

    def _send(self, gate: Gate, given: Given, taken_at: datetime) -> list[Track]:
        claim = partial(self._claim, gate, taken_at)
        with self.threads(LARGEST) as workers:
            if self.gates.account.lends:  # Claims that take permits in their transactions would be in each other's way.
                called = workers.map(self._call, map(claim, given.items()))
            else:
                called = workers.map(lambda one: self._call(claim(one)), given.items())
            return [track for track in called if track]

    def _claim(self, gate: Gate, taken_at: datetime, given: tuple[int, Track]) -> Attempt | None:
        permit, track = given
        token, account, tracks = self.new_token(), self.gates.account, self.sender.tracks
        due_at = taken_at + self.patience
        decision = apply(track, Claimed(hash_token(token), due_at, permit if account.lends else None), taken_at)
        held = account.take(permit, decision.track, taken_at)
        try:
            tracks.commit(track, decision, *([self.gates.hold(gate.id, held)] if account.lends else []))
        except Lost:  # It has changed, or its permit is taken: it is read anew at the next look.
            return None
        except Exception as error:  # noqa: BLE001 - as above
            self.failed(track.track_id, error)
            return None
        return Attempt(decision.track, token, taken_at)

    def _call(self, attempt: Attempt | None) -> Track | None:
        if attempt is None:
            return None
        try:
            return self.sender.send(attempt.track, attempt.token, attempt.taken_at)
        except Exception as error:  # noqa: BLE001 - as above
            self.failed(attempt.track.track_id, error)
            return attempt.track
