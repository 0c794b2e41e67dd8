"""Whose turn it is when more wait than the provider takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable


def in_turn(waiting: Iterable[tuple[str, str]]) -> list[str]:
    """Track ids from (track id, user id), longest waiting first: everybody's first, then everybody's second, and on."""
    seen: Counter[str] = Counter()
    rounds: list[tuple[int, str]] = []
    for track_id, user_id in waiting:
        rounds.append((seen[user_id], track_id))
        seen[user_id] += 1
    return [track_id for _, track_id in sorted(rounds, key=lambda place: place[0])]
