"""What a pump leaves behind when it goes: which lanes wait, and when somebody has to look again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from reprise.domain.gates import Gate
from reprise.domain.track import Lane
from reprise.domain.turns import Waiting

PAUSE = timedelta(seconds=1)
"""A pump looks again no sooner: it is the grain of the queue that wakes it."""

_INDEX_LAG = timedelta(seconds=5)
"""What was queued this long ago is surely seen in the index; until then a gate does not fall asleep."""

_LANE_LAG = timedelta(seconds=1)
"""A lane stays closed for this long after its last mark. With a longer time, frequent marks would never let it open."""


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
    """Lanes that were marked too short a time ago to tell that nobody waits there."""
    is_recent = gate.waked_at is not None and now < gate.waked_at + _LANE_LAG
    if seen.woken_since or is_recent:
        return gate.waiting
    return frozenset()


def _known(gate: Gate, seen: Seen, now: datetime) -> Iterator[datetime]:
    for lane, line in seen.left.items():
        opens_at = gate.opens_at(lane, now)
        yield from (max(place.due_at, opens_at) for place in line)


def _checks(gate: Gate, seen: Seen, now: datetime) -> Iterator[datetime]:
    """Looks for what the index may not have shown yet."""
    shown_at = gate.waked_at + _INDEX_LAG if gate.waked_at else now
    is_shown = shown_at <= now
    if is_shown and not seen.woken_since:
        return
    is_awaited = seen.anything and not is_shown
    yield shown_at if is_awaited else now + PAUSE
