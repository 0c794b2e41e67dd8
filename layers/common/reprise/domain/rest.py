"""What a pump leaves behind when it goes: which lanes wait, and when somebody has to look again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from reprise.domain.gates import Gate
from reprise.domain.states import Lane
from reprise.domain.turns import Waiting

PAUSE = timedelta(seconds=1)
"""A pump looks again no sooner: it is the grain of the queue that wakes it."""

_INDEX_LAG = timedelta(seconds=5)
"""What was queued this long ago is surely seen in the index; until then a gate does not fall asleep."""


@dataclass(frozen=True, slots=True)
class Rest:
    """`waiting`: the lanes in which somebody waits for a permit. `next_at`: the next look; None: the gate may sleep."""

    waiting: frozenset[Lane]
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Seen:
    """What a pump saw: whom it leaves in its lines, whether there was anybody, and whether the gate was woken since."""

    left: Mapping[Lane, Sequence[Waiting]]
    anything: bool
    woken_since: bool


def rest(gate: Gate, seen: Seen, now: datetime) -> Rest:
    """How a pump leaves its gate."""
    waiting = _late(seen, now) | _unseen(gate, seen, now)
    moments = [*_known(gate, seen, now), *(gate.opens_at(lane, now) for lane in waiting), *_checks(gate, seen, now)]
    return Rest(waiting, max(min(moments), now + PAUSE) if moments else None)


def _late(seen: Seen, now: datetime) -> frozenset[Lane]:
    return frozenset(lane for lane, line in seen.left.items() if any(place.due_at <= now for place in line))


def _unseen(gate: Gate, seen: Seen, now: datetime) -> frozenset[Lane]:
    """Marked lanes where somebody waits whom the index has not shown yet."""
    overlooked = gate.has_unseen and not _is_settled(gate, now)
    return gate.waiting if seen.woken_since or overlooked else frozenset()


def _known(gate: Gate, seen: Seen, now: datetime) -> Iterator[datetime]:
    for lane, line in seen.left.items():
        opens_at = gate.opens_at(lane, now)
        yield from (max(place.due_at, opens_at) for place in line)


def _checks(gate: Gate, seen: Seen, now: datetime) -> Iterator[datetime]:
    """Looks for what the index may not have shown yet; now is as soon as a pump may look again."""
    if gate.waked_at and not _is_settled(gate, now):
        yield gate.waked_at + _INDEX_LAG if seen.anything else now
    elif seen.woken_since:
        yield now


def _is_settled(gate: Gate, now: datetime) -> bool:
    return gate.waked_at is None or gate.waked_at + _INDEX_LAG <= now
