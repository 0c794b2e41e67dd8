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

_Begun = Callable[[World], Task]
"""The task that the provider has by now."""

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
    posted = _POSTS[operation](place)
    place.work()
    place.cloud.clock.advance(40)
    return posted(place)


def _of(answer: Answer) -> _Begun:
    return lambda place: place.cloud.provider.of(answer.body["trackId"])[0]


def _finished(place: World) -> str:
    """A finished song, by its id."""
    song = submitted(place)
    place.deliver(song, "complete")
    place.run_to_end()
    return song.track_id


def _extended(place: World) -> _Begun:
    """An extension of a song that is deleted as soon as the extension has begun."""
    song_id = _finished(place)
    answer = place.post_extend(USER, song_id, {}, key="extension")
    place.delete(USER, song_id)
    return _of(answer)


def _searched(place: World) -> _Begun:
    """What asks by itself for the links of a song, both of which have died."""
    song = submitted(place)
    links = {f"https://files.example/{song.task_id}-{letter}.mp3": ("status_410",) for letter in "ab"}
    place.cloud.fetch.troubles |= links
    place.deliver(song, "complete")
    place.work()
    place.sweep()
    return lambda place: next(task for task in place.cloud.provider.tasks.values() if task.operation == "recover")


_POSTS: dict[str, Callable[[World], _Begun]] = {
    "track": lambda place: _of(place.post_track(USER, SONG, key="key")),
    "extend": _extended,
    "lyrics": lambda place: _of(place.post_lyrics(USER, SONG["prompt"], key="key")),
    "stems": lambda place: _of(place.post_task("stems", USER, _finished(place), key="stems")),
    "recover": _searched,
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
