"""Two processes at one run: whatever comes in between at any call, what must hold holds, and the run ends."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.simulation.departing import goes_on
from tests.simulation.ending import finish
from tests.simulation.run_crashes import LONG, failed, under_way, without_its_first
from tests.simulation.run_ending import all_runs
from tests.simulation.staging import USER, world
from tests.simulation.world import World

pytestmark = pytest.mark.timeout(600)
Act = Callable[[World], object]
DEATH = 330
"""Seconds after which a dead execution is noticed."""


def a_while(place: World) -> None:
    """The next song is finished, and what follows from that."""
    goes_on(place, 15)


def of_the_run(call: Callable[[World, str], object]) -> Act:
    """Something that is done with the one run, if it is still there."""

    def act(place: World) -> None:
        for run in all_runs(place):
            call(place, run.run_id)

    return act


def and_more(act: Act, follow_up: Callable[[World], object]) -> Act:
    """Something, and what comes of it."""

    def whole(place: World) -> None:
        act(place)
        follow_up(place)

    return whole


def again(place: World) -> None:
    """The last call of the runner is made once more."""
    if place.stepped:
        place.invoke("runner", place.stepped[-1])


def revived(place: World) -> None:
    """The execution dies, and the sweep finds that out while whoever is overtaken is still at work."""
    for arn in list(place.cloud.stepfunctions.running):
        place.cloud.stepfunctions.kill(arn)
    place.cloud.clock.advance(DEATH)
    place.sweep()
    place.follow()


cancelled = of_the_run(lambda place, run_id: place.cancel_run(USER, run_id))
deleted = of_the_run(lambda place, run_id: place.delete_run(USER, run_id))
started = of_the_run(lambda place, run_id: place.start_run(USER, run_id))

OVERTAKEN: dict[str, tuple[Act, Act]] = {
    "release": (under_way(55), a_while),
    "lengthen": (under_way(290, 200), a_while),
    "break": (without_its_first, a_while),
    "start again": (failed, and_more(started, World.work)),
    "cancel": (under_way(90), and_more(cancelled, World.work)),
    "delete": (under_way(90, LONG), and_more(deleted, World.work)),
    "sweep": (under_way(90), revived),
}
RIVALS: dict[str, Act] = {
    "cancel": and_more(cancelled, World.follow),
    "delete": and_more(deleted, World.follow),
    "start": and_more(started, World.follow),
    "again": again,
    "revive": revived,
}


@pytest.mark.parametrize("rival", RIVALS)
@pytest.mark.parametrize("way", OVERTAKEN)
def test_a_run_that_is_overtaken_at_any_call_comes_to_an_end(way: str, rival: str) -> None:
    begin, act = OVERTAKEN[way]
    with world() as place:
        begin(place)
        start, wire = place.save(), place.cloud.wire
        wire.calls.clear()
        act(place)
        for call in range(1, len(wire.calls) + 1):
            place.load(start)
            wire.rivals[wire.total + call] = lambda: RIVALS[rival](place)
            act(place)
            finish(place)
            wire.rivals.clear()
