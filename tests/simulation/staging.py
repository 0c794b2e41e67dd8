"""Worlds to begin with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.fakes.blueprint import plan
from tests.fakes.cloud import Cloud
from tests.fakes.provider import Fate, Script, Task
from tests.simulation.outside import Answer
from tests.simulation.seams import Chance, functions, silent
from tests.simulation.world import World

USER = "user"
SONG = {"prompt": "a song about nothing lost"}
_RETRIES = next(source for source in plan().queue_sources if source.queue == "CallbackRetriesQueue")


@contextmanager
def world(index_lag_seconds: float = 0, default: str = "suno", **settings: str) -> Iterator[World]:
    """An empty world; `default` is the provider of who names none, settings are the functions' environment."""
    cloud, chance = Cloud(index_lag_seconds, default), Chance()
    with silent():
        yield World(cloud, chance, functions(cloud, chance, **settings))


def early(wanted: bool) -> dict[str, str]:
    """The setting that has audio copied before its track's end, or not."""
    return {"COPY_FROM_FIRST": str(wanted).lower()}


def submitted(place: World, operation: str = "track") -> Task:
    """The first attempt of a track that the provider has accepted forty seconds ago."""
    track_id = _POSTS[operation](place).body["trackId"]
    place.work()
    place.cloud.clock.advance(40)
    return place.cloud.provider.of(track_id)[0]


def _extended(place: World) -> Answer:
    """An extension of a song that is deleted as soon as the extension has begun."""
    song = submitted(place)
    place.deliver(song, "complete")
    place.run_to_end()
    answer = place.post_extend(USER, song.track_id, {}, key="extension")
    place.delete(USER, song.track_id)
    return answer


_POSTS: dict[str, Callable[[World], Answer]] = {
    "track": lambda place: place.post_track(USER, SONG, key="key"),
    "extend": _extended,
    "lyrics": lambda place: place.post_lyrics(USER, SONG["prompt"], key="key"),
}


def later_attempts(place: World, fate: Fate) -> None:
    """What becomes of every attempt but the first; the provider tells their end."""
    place.cloud.provider.script = lambda _track, attempt: Script(fate=fate if attempt > 1 else Fate.SUCCESS)
    place.calls_back = lambda task: task.attempt > 1


def deliver_for_good(place: World, task: Task, stage: str, code: int = 200) -> Answer:
    """A callback, and its way through the retry queue if that is where it landed."""
    answer = place.deliver(task, stage, code)
    if answer.body.get("queued"):
        place.cloud.clock.advance(5)
        place.serve(_RETRIES)
    return answer
