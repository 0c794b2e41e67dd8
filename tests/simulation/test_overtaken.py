"""Whoever comes second goes on from what came first, as the failed write itself tells it: no second read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reprise.domain.track import Track
from reprise.store.tracks import track_of
from tests.fakes.provider import Task
from tests.simulation.staging import USER, submitted, world
from tests.simulation.world import World

READ, ALONE, TOGETHER = "dynamodb.GetItem", "dynamodb.PutItem", "dynamodb.TransactWriteItems"
LOG = "dynamodb.PutItem"


def overtaken(place: World, task: Task, stage: str, rival: Callable[[], Any]) -> list[str]:
    """The calls that a callback makes when its first write of the track is overtaken."""
    calls = place.cloud.wire.calls
    start = len(calls)
    theirs: list[str] = []

    def first() -> None:
        before = len(calls)
        rival()
        theirs.extend(calls[before:])
        del calls[before:]

    place.cloud.wire.rivals[place.cloud.wire.total + 3] = first  # after the log and the read
    place.deliver(task, stage)
    assert theirs
    return calls[start:]


def the_track(place: World) -> Track:
    (item,) = place.tracks.state.items.values()
    return track_of(item)


@pytest.mark.parametrize(("stage", "write"), [("first", ALONE), ("complete", TOGETHER)])
def test_the_second_decides_again_without_reading(stage: str, write: str) -> None:
    with world() as place:
        task = submitted(place)
        calls = overtaken(place, task, stage, lambda: place.deliver(task, "text"))
        assert calls == [READ, LOG, write, write]
        assert (the_track(place).stage, the_track(place).rev) == (stage, 4)


def test_the_second_writes_nothing_when_the_first_has_said_it_all() -> None:
    with world() as place:
        task = submitted(place)
        assert overtaken(place, task, "first", lambda: place.deliver(task, "complete")) == [READ, LOG, ALONE]
        assert the_track(place).stage == "complete"


def test_of_a_track_that_is_gone_nothing_is_told_so_it_is_looked_for() -> None:
    with world() as place:
        task = submitted(place)

        def ended_unheard() -> None:
            place.delete(USER, task.track_id)
            place.deliver(task, "complete")

        calls = overtaken(place, task, "first", ended_unheard)
        assert calls[:4] == [READ, LOG, ALONE, READ]
        assert not place.tracks.state.items
