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

sys.path.insert(0, str(Path(__file__).parents[2] / "layers" / "common"))

from tests.fakes.provider import Fate, Script
from tests.fakes.units import Meter
from tests.simulation.outside import Answer
from tests.simulation.staging import world
from tests.simulation.world import World

QUOTA_SECONDS = 10
SECONDS = 120
"""How long the pumps are watched."""
_BATCH = 50
"""So many posts come before what follows from them is done: a quarter of a second's."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What was sent from a line, and what that took; `most` is the fullest ten seconds that the provider saw."""

    waited: int
    sent: int
    wakes: int
    reads: float
    writes: int
    most: int


@contextmanager
def crowded(index_lag_seconds: float = 0, **settings: str) -> Iterator[World]:
    """A world whose provider takes everything and says nothing."""
    with world(index_lag_seconds, **settings) as place:
        place.cloud.provider.script = lambda _track, _attempt: Script(fate=Fate.SILENCE)
        yield place


def post(place: World, user: str, prompt: str = "a song in a crowd") -> Answer:
    """A song of this user."""
    return place.post_track(user, {"prompt": prompt})


def later(place: World, seconds: float) -> None:
    """Let so much time pass, with all that is due in it."""
    place.run_until(place.cloud.clock.now + timedelta(seconds=seconds))


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


def counted(place: World, function: str) -> list[str]:
    """Grows by one with every call of a function from now on."""
    calls: list[str] = []

    def asked(name: str) -> None:
        calls.extend([name] if name == function else [])

    place.chaos = asked
    return calls


def _watched(place: World, waiting: int, seconds: float) -> Figures:
    meter = place.cloud.dynamodb.meter = Meter()
    wakes, before = counted(place, "submit"), len(place.cloud.provider.tasks)
    place.run_until(place.cloud.clock.now + timedelta(seconds=seconds))
    sent = len(place.cloud.provider.tasks) - before
    return Figures(waiting, sent, len(wakes), meter.reads, meter.used.total(), most_in_window(calls_at(place)))


@dataclass(frozen=True, slots=True)
class Flood:
    """What became of more posts a second than the provider takes; writes are those of posting and sending."""

    posts: int
    errors: int
    at_once: int
    sent: int
    wakes: int
    writes: int
    most: int


def flooded(posts: int = 2000, each_second: int = 200, quota: int = 1000) -> Flood:
    """Posts of different users, far more a second than the quota; and then the time that it takes to send them."""
    with crowded(SUNO_REQUESTS_PER_10_SECONDS=str(quota)) as place:
        meter = place.cloud.dynamodb.meter = Meter()
        wakes = counted(place, "submit")
        answers = []
        for number in range(posts):
            answers.append(post(place, f"user-{number}"))
            place.cloud.clock.advance(1 / each_second)
            if number % _BATCH == 0:
                place.run_until(place.cloud.clock.now)
        at_once = sum(one.body["status"] == "processing" for one in answers if one.ok)
        place.run_until(place.cloud.clock.now + timedelta(seconds=SECONDS))
        errors = sum(one.status != 202 for one in answers)
        moments = calls_at(place)
        return Flood(posts, errors, at_once, len(moments), len(wakes), meter.used.total(), most_in_window(moments))


def main() -> None:
    """A line for each crowd."""
    print("   waiting      sent     wakes wakes/sent reads/sent writes/sent  most in 10 s")
    for count in (300, 20_000):
        one = waited_for(count)
        each = (one.wakes / one.sent, one.reads / one.sent, one.writes / one.sent)
        print(
            f"{one.waited:10,}{one.sent:10,}{one.wakes:10,}{each[0]:11.2f}{each[1]:11.2f}{each[2]:12.2f}{one.most:14}"
        )
    flood = flooded()
    print("     posts    errors   at once      sent  wakes/sent writes/track  most in 10 s")
    each_sent, each_track = flood.wakes / flood.sent, flood.writes / flood.posts
    print(
        f"{flood.posts:10,}{flood.errors:10,}{flood.at_once:10,}{flood.sent:10,}"
        f"{each_sent:12.2f}{each_track:13.2f}{flood.most:14,}"
    )


if __name__ == "__main__":
    main()
