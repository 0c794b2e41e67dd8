"""Whose turn it is when more wait than the provider takes: everybody's first, then everybody's second, and so on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """A track in a line, and when its time comes."""

    track_id: str
    user_id: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """A place in a line: `round` 0 is the round under way, the next is 1."""

    round: int
    place: Waiting


def in_turn(line: Iterable[Waiting], served: Collection[str]) -> list[Turn]:
    """A line in the order of its turns. Users in `served` have had theirs in the round under way."""
    rounds = Counter(served)
    turns = []
    for place in sorted(line, key=lambda place: place.due_at):
        turns.append(Turn(rounds[place.user_id], place))
        rounds[place.user_id] += 1
    return sorted(turns, key=lambda turn: turn.round)


def served_after(turns: Sequence[Turn], sent: Collection[str], served: Collection[str]) -> frozenset[str]:
    """Who has had a turn in the round that is under way when the tracks `sent` are sent.

    Users of whom nothing waits any more are forgotten: when they come again, they stand at the end of the round.
    """
    users_by_round: dict[int, set[str]] = {0: set(served)}
    waiting = set()
    for turn in turns:
        if turn.place.track_id in sent:
            users_by_round.setdefault(turn.round, set()).add(turn.place.user_id)
        else:
            waiting.add(turn.place.user_id)
    last_round = max(users_by_round)
    return frozenset(waiting & users_by_round[last_round])
