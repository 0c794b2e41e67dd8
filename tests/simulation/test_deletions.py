"""A deletion that overtakes a copy, a callback or the sweep at any of its calls leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import count

import pytest

from tests.fakes.provider import Task
from tests.fakes.wire import Disturbance, When
from tests.simulation.staging import SONG, USER, submitted, world
from tests.simulation.states import outcome
from tests.simulation.world import World

REFUNDED = [("charge", -10), ("grant", 30), ("refund", 10)]
CHARGED = [("charge", -10), ("grant", 30)]


def copying(place: World) -> None:
    """A finished track's files are copied."""
    place.deliver(submitted(place), "complete")
    place.follow()


def asking(place: World) -> None:
    """Nothing was heard of the track until its patience runs out: the sweep asks."""
    submitted(place)
    place.cloud.clock.advance(260)


def answering(place: World) -> None:
    """The provider has just accepted the track."""
    submitted(place)


STORIES: dict[str, tuple[Callable[[World], None], Callable[[World], object], list[tuple[str, int]]]] = {
    "copy": (copying, World.work, CHARGED),
    "sweep": (asking, World.sweep, REFUNDED),
    "complete": (answering, lambda place: place.deliver(only_task(place), "complete"), REFUNDED),
    "error": (answering, lambda place: place.deliver(only_task(place), "error", 500), REFUNDED),
}


def only_task(place: World) -> Task:
    """The one attempt that there is."""
    (task,) = place.cloud.provider.tasks.values()
    return task


def delete(place: World) -> None:
    """The owner deletes the track, and what follows from that is done before anything else goes on."""
    (item,) = place.tracks.state.items.values()
    assert place.delete(USER, item["track_id"]["S"]).status == 204
    place.follow()


def calls_of(story: str) -> int:
    prepare, act, _ = STORIES[story]
    with world() as place:
        prepare(place)
        before = place.cloud.wire.total
        act(place)
        return place.cloud.wire.total - before


def end(story: str, overtaken_at: int, crash: Disturbance | None) -> tuple[object, ...]:
    """What is left of a story that a deletion overtook just before a call, and that perhaps died at a later one."""
    prepare, act, _ = STORIES[story]
    with world() as place:
        prepare(place)
        wire = place.cloud.wire

        def overtake() -> None:
            delete(place)
            wire.disturb(crash)

        wire.rivals[wire.total + overtaken_at] = overtake
        act(place)
        wire.disturb(None)
        place.run_to_end()
        left = outcome(place)
        return left["tracks"], left["objects"], left["slots"], left["ledger"], set(left["waiting"].values())


def deleted(place: World) -> Task:
    """The owner has deleted a track that its provider works on, and its follower has seen that."""
    task = submitted(place)
    delete(place)
    return task


def late_end(stage: str, code: int, place: World) -> None:
    """Its provider tells what became of it, and whoever has to hears of it."""
    place.deliver(only_task(place), stage, code)
    place.follow()


ENDS: dict[str, Callable[[World], object]] = {
    "silence": lambda _place: None,
    "complete": partial(late_end, "complete", 200),
    "error": partial(late_end, "error", 500),
    "deadline": lambda place: place.run_until(place.cloud.clock.now + timedelta(minutes=11)),
}


@pytest.mark.parametrize("end", ENDS)
def test_a_deletion_and_a_late_end_come_out_even_wherever_they_are_cut(end: str) -> None:
    """A crash before or after any call of the deletion, or of what ends the task at its provider."""
    for number in count(1):
        fired = [_cut(end, Disturbance(number, when)) for when in When]
        if not any(fired):
            return


def _cut(end: str, crash: Disturbance) -> bool:
    with world() as place:
        submitted(place)
        wire = place.cloud.wire
        wire.disturb(crash)
        (item,) = place.tracks.state.items.values()
        told = place.delete(USER, item["track_id"]["S"])
        place.follow()
        ENDS[end](place)
        fired = wire.fired
        wire.disturb(None)
        place.delete(USER, item["track_id"]["S"])
        place.run_to_end()
        left = outcome(place)
        # Where the deletion died before it was written, the song may have been heard before the next one.
        assert left["ledger"] == REFUNDED or (not told.ok and left["ledger"] == CHARGED), crash
        assert (left["tracks"], left["objects"], left["slots"], left["notices"]) == ([], [], [], []), crash
        return fired


def test_its_slot_and_its_place_at_the_provider_are_taken_until_then() -> None:
    with world() as place:
        task = deleted(place)
        assert place.audit.books.running[USER] == {task.track_id}
        assert place.post_track(USER, SONG, "another").status == 429
        place.deliver(task, "complete")
        assert place.audit.books.running[USER] == frozenset()
        assert place.post_track(USER, SONG, "another").status == 202


@pytest.mark.parametrize("story", STORIES)
def test_nothing_is_left_of_a_track_that_was_deleted_meanwhile(story: str) -> None:
    ledgers = (REFUNDED, CHARGED)  # whichever came first: an unheard song is paid back, a heard one is not
    for overtaken_at in range(1, calls_of(story) + 1):
        for crash in [None, *(Disturbance(call, when) for call in range(1, 7) for when in When)]:
            tracks, objects, slots, ledger, waiting = end(story, overtaken_at, crash)
            assert (tracks, objects, slots, waiting) == ([], [], [], {0}), (overtaken_at, crash)
            assert ledger in ledgers
