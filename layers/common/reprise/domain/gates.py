"""A provider's quota as permits: an account's permits stand in gates of at most 20, and each lane has its share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeVar
from zlib import crc32

from reprise.domain.states import Lane
from reprise.domain.track import Track

T = TypeVar("T")

LARGEST = 20
"""Permits of one gate: its item stays below a kilobyte, and one pump sends them all at once."""

PROMPT = timedelta(seconds=0.9)
"""A call is made this soon after its permit was taken, or not at all."""

_MARGIN = timedelta(seconds=1)
"""A permit comes back this much later than the quota asks: with `PROMPT`, no window ever sees one call too many.

A whole second, as queues delay their messages by whole seconds."""

_OVERTIME = timedelta(minutes=2)
"""How long after its deadline a task's permit is free again, if nobody has given it back."""

_OVERDUE = timedelta(seconds=30)
"""A pump that is so late does not come: its message was lost."""

_GRAIN = timedelta(seconds=1)
"""A pump is not called anew to come sooner by less than this."""

_A_QUARTER = 4


@dataclass(frozen=True, slots=True)
class Rate:
    """A quota: so many create calls in any window of so many seconds. Its permits come back by themselves."""

    permits: int
    seconds: float

    def until(self, now: datetime, _deadline: datetime) -> datetime:
        """When a permit that is taken now is free again."""
        return now + timedelta(seconds=self.seconds) + _MARGIN


@dataclass(frozen=True, slots=True)
class AtOnce:
    """A quota: so many tasks at the same time. A permit has a holder, and is given back when its attempt is over."""

    permits: int

    def until(self, _now: datetime, deadline: datetime) -> datetime:
        """When a permit is free again if nobody gives it back."""
        return deadline + _OVERTIME


Quota = Rate | AtOnce


@dataclass(frozen=True, slots=True)
class Taken:
    """A permit that somebody takes, and until when; `holder` is there if it is to be given back."""

    permit: int
    taken_at: datetime
    until: datetime
    holder: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """One account at a provider (`<provider>:<account>`), and how much it admits."""

    name: str
    quota: Quota

    @property
    def gates(self) -> tuple[str, ...]:
        """Its gates: the account's name with `#0`, `#1` and so on."""
        return tuple(self.gate(number) for number in range(self._count))

    def gate(self, number: int) -> str:
        """The gate of this number."""
        return f"{self.name}#{number}"

    def gate_of(self, track_id: str) -> str:
        """The gate that a new track belongs to."""
        return self.gate(crc32(track_id.encode()) % self._count)

    def size(self, gate: str) -> int:
        """How many permits a gate has; none if the quota was once larger and the gate is no more."""
        if gate not in self.gates:
            return 0
        each, more = divmod(self.quota.permits, self._count)
        return each + (number_of(gate) < more)

    def owns(self, gate: str) -> bool:
        """Whether a gate is this account's."""
        return gate.rpartition("#")[0] == self.name

    @property
    def lends(self) -> bool:
        """Whether its permits have holders and are given back."""
        return isinstance(self.quota, AtOnce)

    def take(self, permit: int, track: Track, now: datetime) -> Taken:
        """A permit as a track's current attempt takes it."""
        return Taken(permit, now, self.quota.until(now, track.deadline_at), holder_of(track) if self.lends else None)

    @property
    def _count(self) -> int:
        return -(-self.quota.permits // LARGEST)


def holder_of(track: Track) -> str:
    """The name of an attempt as the holder of a permit."""
    return f"{track.track_id}.{track.attempts}"


def home_of(track: Track) -> str:
    """The gate of a track; those that are older than gates belong to the first one."""
    return track.gate or f"{track.provider}:main#0"


def number_of(gate: str) -> int:
    """The number of a gate in its account."""
    return int(gate.rpartition("#")[2])


@dataclass(frozen=True, slots=True)
class Gate:
    """What is known of a gate at one moment.

    `taken` says when each permit is free again, and `waiting` in which lanes somebody waits for one. `next_at` is when
    the pump looks again (None: it sleeps), `busy_until` how long a pump has the gate to itself at most. `served` are
    those who have had a turn in this round. `wakes` counts who said that something waits, the last at `waked_at`. The
    newest track of which it was said is due at `newest`, the newest that a pump has seen in the lines at `seen`.
    """

    id: str
    size: int
    taken: Mapping[int, datetime] = field(default_factory=dict)
    waiting: frozenset[Lane] = frozenset()
    wakes: int = 0
    waked_at: datetime | None = None
    newest: datetime | None = None
    seen: datetime | None = None
    next_at: datetime | None = None
    busy_until: datetime | None = None
    served: frozenset[str] = frozenset()
    turns: int = 0

    def free(self, lane: Lane, now: datetime) -> list[int]:
        """The free permits that a lane may use, its own first."""
        return [permit for permit in (*self._own(lane), *self._shared()) if self._free_at(permit, now) <= now]

    def opens_at(self, lane: Lane, now: datetime) -> datetime:
        """When the lane has a permit."""
        return min((self._free_at(permit, now) for permit in (*self._own(lane), *self._shared())), default=now)

    def at_the_door(self, lane: Lane, track_id: str, now: datetime) -> int | None:
        """The permit for a track that has just been asked for, or None: nobody overtakes those who wait."""
        free = [permit for permit in self.free(lane, now) if not self.bars(lane, permit) & self.waiting]
        own = [permit for permit in free if permit in self._own(lane)]
        choice = own or free
        if not choice:
            return None
        return choice[crc32(f"{track_id}.permit".encode()) % len(choice)]

    def bars(self, lane: Lane, permit: int) -> frozenset[Lane]:
        """The lanes where nobody may wait when a new track of this lane takes a permit."""
        goes_first = lane is Lane.PREMIUM and self.size > 1
        if goes_first or permit not in self._shared():
            return frozenset({lane})
        return frozenset(Lane)

    def is_looked_at(self, moment: datetime, now: datetime) -> bool:
        """Whether a pump comes by that moment, or is at work now and will see that the gate was woken."""
        if self.busy_until and self.busy_until > now:
            return True
        if self.next_at is None:
            return False
        return now - _OVERDUE <= self.next_at <= moment + _GRAIN

    @property
    def has_unseen(self) -> bool:
        """Whether it was told of a track that is newer than what a pump has seen."""
        return self.newest is not None and (self.seen is None or self.seen < self.newest)

    def after(self, served: frozenset[str], sent: int) -> Gate:
        """The gate when so many have been sent; `served` have had their turn in the round that is under way by then."""
        return replace(self, served=served, turns=(self.turns + sent) % _A_QUARTER)

    def having_seen(self, moments: Iterable[datetime]) -> Gate:
        """The gate when tracks of these times have been seen in its lines."""
        known = [self.seen] if self.seen else []
        return replace(self, seen=max([*known, *moments], default=None))

    def as_of(self, by_now: Gate) -> Gate:
        """What others have changed of it by now, with the pump's own reckoning."""
        return replace(by_now, served=self.served, turns=self.turns, seen=self.seen)

    def lanes(self) -> tuple[Lane, ...]:
        """The lanes in the order in which they choose. Of a single permit, every fourth turn is standard's."""
        standard_first = self.size == 1 and self.turns == _A_QUARTER - 1
        return (Lane.STANDARD, Lane.PREMIUM) if standard_first else (Lane.PREMIUM, Lane.STANDARD)

    def allot(self, wanted: Mapping[Lane, Sequence[T]], now: datetime) -> dict[int, T]:
        """Who of those who wait gets which permit."""
        given: dict[int, T] = {}
        for lane in self.lanes():
            free = [permit for permit in self.free(lane, now) if permit not in given]
            given.update(zip(free, wanted.get(lane, ()), strict=False))
        return given

    def _own(self, lane: Lane) -> range:
        quarter = self._quarter
        return range(quarter) if lane is Lane.PREMIUM else range(quarter, 2 * quarter)

    def _shared(self) -> range:
        return range(2 * self._quarter, self.size)

    @property
    def _quarter(self) -> int:
        return max(1, self.size // _A_QUARTER) if self.size > 1 else 0

    def _free_at(self, permit: int, now: datetime) -> datetime:
        return max(now, self.taken.get(permit, now))
