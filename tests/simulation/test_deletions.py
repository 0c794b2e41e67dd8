"""A deletion that overtakes a copy, a callback or the sweep at any of its calls leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.fakes.provider import Task
from tests.fakes.wire import Disturbance, When
from tests.simulation.staging import USER, submitted, world
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


@pytest.mark.parametrize("story", STORIES)
def test_nothing_is_left_of_a_track_that_was_deleted_meanwhile(story: str) -> None:
    ledgers = (REFUNDED, CHARGED)  # whichever came first: an unheard song is paid back, a heard one is not
    for overtaken_at in range(1, calls_of(story) + 1):
        for crash in [None, *(Disturbance(call, when) for call in range(1, 7) for when in When)]:
            tracks, objects, slots, ledger, waiting = end(story, overtaken_at, crash)
            assert (tracks, objects, slots, waiting) == ([], [], [], {0}), (overtaken_at, crash)
            assert ledger in ledgers
