"""A world with many posts a second: it goes on second by second, and in each as much is done as AWS would do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import islice
from math import ceil

from local.specs import StreamSource
from tests.fakes.blueprint import plan
from tests.fakes.cloud import Cloud
from tests.fakes.provider import Task
from tests.simulation.outside import Answer
from tests.simulation.seams import Chance, functions, silent
from tests.simulation.weather import Weather
from tests.simulation.world import MINUTE, STREAMS, World

AS_MEASURED = 50
"""Posts a second that the template's numbers of functions at once are for; fewer posts have as many less of them."""
_FOLLOWED = 10
"""Batches of a stream in a second: ten shards, each a second for its hundred changes."""
_SECONDS, _QUICK_SECONDS = 0.5, 0.05
"""How long a function is busy with the files of a track, and with anything else."""
_QUOTA_SECONDS = 10
_SPARE = 2
"""The provider takes twice as much as is posted."""


@dataclass
class Told:
    """What a caller was answered, and the minute's second of it."""

    second: int
    answer: Answer


@dataclass
class Busy:
    """A world, and so many posts a second of as many users. Each song takes its provider a minute and a half."""

    place: Hurried
    each_second: int
    seconds: int = 0
    told: list[Told] = field(default_factory=list)

    def goes_on(self, seconds: int) -> None:
        """So many seconds with posts."""
        for _ in range(seconds):
            for _ in range(self.each_second):
                self._post()
            self.second()

    def second(self) -> None:
        """One second passes, and what is due is done."""
        self.seconds += 1
        self.place.cloud.clock.advance(1)
        self.place.tick()
        self.place.work()

    def _post(self) -> None:
        user = f"user-{len(self.told)}"
        answer = self.place.post_track(user, {"prompt": "a song while others cannot"})
        self.told.append(Told(self.seconds, answer))


class Hurried(World):
    """A world that looks at what is due only, however much there is; `hears`: whether the provider tells anything."""

    def __init__(self, cloud: Cloud, weather: Weather, share: float, chance: Chance, **settings: str) -> None:
        super().__init__(cloud, chance, functions(cloud, chance, **settings))
        self.weather = weather
        self.tells = True
        self._share = share
        self._known = 0
        self._ending: list[tuple[float, str, Task]] = []

    def tick(self) -> None:
        """The provider tells what has ended, and the schedule fires every minute."""
        for task in self._over():
            self.deliver(task, "complete")
        if self.cloud.clock.now >= self.next_tick:
            self.next_tick += MINUTE
            self.sweep()

    def work(self) -> None:
        """Do as much of what waits as is done in a second."""
        self.stuck = frozenset()
        for _ in range(self._in_a_second(_FOLLOWED)):
            self.follow()
        if self.weather.is_down("sqs"):
            return
        for source in plan().queue_sources:
            left = float(self._in_a_second(source.concurrency))
            while left > 0 and self.serve(source):
                left -= _SECONDS if self._has_fetched() else _QUICK_SECONDS

    def _has_fetched(self) -> bool:
        """Whether a file was fetched since this was asked last; old calls are forgotten."""
        calls = self.cloud.wire.calls
        found = "fetch" in calls
        calls.clear()
        return found

    def _in_a_second(self, number: float) -> int:
        return ceil(number * self._share)

    def _follow(self, source: StreamSource) -> bool:
        """A batch that does not get on is handed over again in the next second."""
        stream = self.cloud.dynamodb.tables[STREAMS[source.table]].state.stream
        first = stream[0] if stream else None
        moved = super()._follow(source)
        if moved and stream and stream[0] is first:
            self.stuck |= {source.table}
        return moved

    def _over(self) -> Iterator[Task]:
        """The tasks whose end is told now."""
        tasks = self.cloud.provider.tasks
        for task in islice(tasks.values(), self._known, None):
            heappush(self._ending, (task.ends_at.timestamp(), task.task_id, task))
        self._known, now = len(tasks), self.cloud.clock.now.timestamp()
        while self.tells and self._ending and self._ending[0][0] <= now:
            yield heappop(self._ending)[2]


@contextmanager
def busy(each_second: int) -> Iterator[Busy]:
    """A world where nothing has happened yet."""
    weather, chance = Weather(), Chance()
    quota = each_second * _QUOTA_SECONDS * _SPARE
    with silent():
        place = Hurried(
            Cloud(wire=weather),
            weather,
            each_second / AS_MEASURED,
            chance,
            SUNO_REQUESTS_PER_10_SECONDS=str(quota),
        )
        yield Busy(place, each_second)
