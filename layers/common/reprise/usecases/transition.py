"""One event, one transition: decided on what is read, committed on the condition that it still is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import uniform
from typing import Protocol, TypeVar

from reprise.domain.events import Event
from reprise.domain.lifecycle import apply
from reprise.domain.track import Track
from reprise.store.dynamo import Lost
from reprise.store.tracks import Overtaken, Tracks

T = TypeVar("T")


class Clock(Protocol):
    """Tells the time, and lets some of it pass."""

    def __call__(self) -> datetime:
        """The time now, UTC."""

    def sleep(self, seconds: float) -> None:
        """Let time pass."""


_TRIES = 30
_PAUSE_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Moved:
    """A track after an event; `changed` is False when the event brought nothing new."""

    track: Track
    changed: bool


def until_won(attempt: Callable[[], T], clock: Clock) -> T:
    """Do `attempt` again while another write comes first. Raises Lost when that never ends."""
    for number in range(1, _TRIES):
        try:
            return attempt()
        except Lost:
            clock.sleep(uniform(0, _PAUSE_SECONDS * min(number, 10)))  # noqa: S311 - spreads rivals, hides nothing
    return attempt()


def transition(tracks: Tracks, track: Track, event: Event, clock: Clock) -> Moved | None:
    """Apply `event` to a track as it was read, or as it is by now. None when the track is gone."""
    as_read: list[Track] = [track]

    def attempt() -> Moved | None:
        known = as_read.pop() if as_read else tracks.get(track.track_id)
        if known is None:
            return None
        decision = apply(known, event, clock())
        changed = decision.track is not known
        if changed:
            try:
                tracks.commit(known, decision)
            except Overtaken as lost:
                as_read.append(lost.winner)
                raise
        return Moved(decision.track, changed)

    return until_won(attempt, clock)
