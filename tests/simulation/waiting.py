"""What waiting costs: many songs asked for at once, or far more a second than the provider takes.

`python -m tests.simulation.waiting` prints it.
"""

# ruff: noqa: T201 - one reads it in a terminal
from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2] / "layers" / "common"))

from tests.fakes.provider import Fate, Script
from tests.fakes.units import Meter
from tests.simulation.outside import Answer
from tests.simulation.staging import world
from tests.simulation.world import World

QUOTA_SECONDS = 10
SECONDS = 120
"""How long the pumps are watched."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What was sent from a line, and what that took; `most` is the fullest ten seconds that the provider saw."""

    waited: int
    sent: int
    wakes: int
    reads: float
    writes: int
    most: int

    def each(self, amount: float) -> float:
        """An amount for each track that was sent."""
        return amount / max(1, self.sent)


@contextmanager
def crowded(**settings: Any) -> Iterator[World]:
    """A world whose provider takes everything and says nothing."""
    with world(**settings) as place:
        place.cloud.provider.script = lambda _track, _attempt: Script(fate=Fate.SILENCE)
        yield place


def post(place: World, user: str, prompt: str = "a song in a crowd") -> Answer:
    """A song of this user."""
    return place.post_track(user, {"prompt": prompt})


def calls_at(place: World) -> list[datetime]:
    """When the provider was called."""
    return sorted(task.began_at for task in place.cloud.provider.tasks.values())


def most_in_window(moments: list[datetime], seconds: float = QUOTA_SECONDS) -> int:
    """The fullest window of so many seconds."""
    ends = (moment + timedelta(seconds=seconds) for moment in moments)
    return max(
        (sum(start <= one < end for one in moments) for start, end in zip(moments, ends, strict=True)), default=0
    )


def waited_for(count: int, seconds: float = SECONDS) -> Figures:
    """So many songs of different users, asked for at once; what the pumps did with them for a while."""
    with crowded(GENERATION_TIMEOUT_SECONDS="36000") as place:
        for number in range(count):
            assert post(place, f"user-{number}").status == 202
        at_once = len(place.cloud.provider.tasks)
        return _watched(place, count - at_once, seconds)


def _watched(place: World, waiting: int, seconds: float) -> Figures:
    meter = place.cloud.dynamodb.meter = Meter()
    wakes, before = 0, len(place.cloud.provider.tasks)

    def count(function: str) -> None:
        nonlocal wakes
        wakes += function == "submit"

    place.chaos = count  # asked before each invocation
    place.run_until(place.cloud.clock.now + timedelta(seconds=seconds))
    sent = len(place.cloud.provider.tasks) - before
    return Figures(waiting, sent, wakes, meter.reads, meter.used.total(), most_in_window(calls_at(place)))


def main() -> None:
    """A line for each crowd."""
    names = ("sent", "wakes", "wakes/sent", "reads/sent", "writes/sent", "most in 10 s")
    print(f"{'waiting':>8}" + "".join(f"{name:>14}" for name in names))
    for count in map(int, sys.argv[1:] or (300, 20_000)):
        one = waited_for(count)
        figures = (one.each(one.wakes), one.each(one.reads), one.each(one.writes))
        costs = "".join(f"{figure:14.2f}" for figure in figures)
        print(f"{one.waited:8,}{one.sent:14,}{one.wakes:14,}{costs}{one.most:14}")


if __name__ == "__main__":
    main()
