"""Songs that other tasks work on, and who comes first meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from reprise.domain.track import Track
from tests.fakes.provider import Task
from tests.fakes.wire import Disturbance, When
from tests.simulation.ending import all_tracks, finish
from tests.simulation.staging import USER, submitted, world
from tests.simulation.world import World

Act = Callable[[World], object]


@contextmanager
def song(*troubles: str) -> Iterator[tuple[World, Task]]:
    """A world with a finished song, whose first version's audio has had these troubles, and its task."""
    with world() as place:
        place.grant(USER, 20)
        place.move(USER, "premium")
        task = submitted(place)
        place.cloud.fetch.troubles |= {f"https://files.example/{task.task_id}-a.mp3": troubles} if troubles else {}
        place.deliver(task, "complete")
        place.run_to_end()
        yield place, task


def ordered(place: World, source: Task, operation: str) -> Task:
    """A task that works on a song and that the provider has accepted."""
    place.cloud.clock.advance(5)  # else it would be the same request
    track_id = place.post_task(operation, USER, source.track_id).body["trackId"]
    place.work()
    return place.cloud.provider.of(track_id)[-1]


def found(place: World, task: Task) -> Track | None:
    """The track of a task, if there is one still."""
    return next((track for track in all_tracks(place) if track.track_id == task.track_id), None)


def there(place: World, task: Task) -> Track:
    """The track of a task."""
    track = found(place, task)
    assert track
    return track


def delivered(place: World, task: Task) -> None:
    """The provider tells that it is done, and all that follows from that is done."""
    place.deliver(task, "complete")
    place.work()


def delete(place: World, task: Task) -> None:
    """The owner deletes a task, and what follows from that is done before anything else goes on."""
    assert place.delete(USER, task.track_id).status == 204
    while place.follow():
        pass


def overtaken(place: World, task: Task, call: int, rival: Act, crash: Disturbance | None) -> bool:
    """A task's end, and all that follows, with somebody else coming first at a call, and perhaps a death later.

    False: there are not so many calls.
    """
    is_reached = cut_short(place, lambda: delivered(place, task), call, rival, crash)
    finish(place)
    return is_reached


def cut_short(place: World, act: Callable[[], object], call: int, rival: Act, crash: Disturbance | None) -> bool:
    """Whatever it is, with somebody else coming first at a call, and perhaps a death later."""
    wire = place.cloud.wire

    def overtake() -> None:
        rival(place)
        wire.disturb(crash)

    wire.rivals[wire.total + call] = overtake
    act()
    wire.disturb(None)
    is_reached = not wire.rivals
    wire.rivals.clear()
    return is_reached


CRASHES = [None, *(Disturbance(call, when) for call in range(1, 6) for when in When)]
MOMENTS = [(call, crash) for call in range(1, 50) for crash in CRASHES]


def names(track: Track) -> set[str]:
    """The names of a track's objects, whichever version they are of."""
    return {key.rpartition("/")[2] for version in track.versions for copy in version.copies if (key := copy.key)}
