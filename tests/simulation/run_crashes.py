"""Ways of runs that are disturbed at every single call: how each begins, and what is done then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from reprise.domain.journeys import is_delivered
from tests.fakes.provider import Fate, Script
from tests.fakes.wire import Disturbance, When
from tests.simulation.departing import departed, goes_on, parts_of, setting_out
from tests.simulation.ending import finish
from tests.simulation.outside import Answer
from tests.simulation.run_ending import all_runs
from tests.simulation.staging import USER, world
from tests.simulation.states import outcome
from tests.simulation.world import World

TRIES = 4
LONG = 390.0
"""Songs so long that three of them are enough."""
FIRST, MIDDLE = 10.0, 90.0
"""Seconds after a start when the first segment, and the second, is at the provider."""


def until_answered(call: Callable[[], Answer], place: World) -> Answer:
    """A client that asks again while it is told 5xx."""
    for _ in range(TRIES):
        answer = call()
        if answer.status < 500:
            return answer
        place.cloud.clock.advance(1)
    raise AssertionError("no answer")


def the_run(place: World) -> str:
    """The id of the one run."""
    (run,) = all_runs(place)
    return run.run_id


def create(place: World) -> None:
    """A run is made and started in one request."""
    until_answered(lambda: place.post_parcours(USER, "key", starts=True), place)


def create_then_start(place: World) -> None:
    """A run is made, looked at, and started."""
    answer = until_answered(lambda: place.post_parcours(USER, "key"), place)
    assert until_answered(lambda: place.start_run(USER, answer.body["runId"]), place).ok


def start_again(place: World) -> None:
    """A failed run is started again, and now its songs can be made."""
    place.cloud.provider.script = lambda _track, _attempt: Script(seconds=60)
    assert until_answered(lambda: place.start_run(USER, the_run(place)), place).ok


def cancel(place: World) -> None:
    """The owner stops the run."""
    run_id = the_run(place)
    assert until_answered(lambda: place.cancel_run(USER, run_id), place).ok


def delete(place: World) -> None:
    """The owner deletes the run."""
    run_id = the_run(place)
    assert until_answered(lambda: place.delete_run(USER, run_id), place).status in (204, 404)


def nothing(_place: World) -> None:
    """Nobody does anything: all goes its way."""


def ready_to_travel(place: World) -> None:
    """A user who has not made a run yet."""
    setting_out(place, LONG)


def under_way(seconds: float, length: float = LONG) -> Callable[[World], None]:
    """A run that was started so many seconds ago."""

    def begin(place: World) -> None:
        departed(place, length)
        goes_on(place, seconds)

    return begin


def with_a_dead_execution(place: World) -> None:
    """A run whose execution has died while a segment is at the provider."""
    under_way(MIDDLE)(place)
    (arn,) = place.cloud.stepfunctions.running
    place.cloud.stepfunctions.kill(arn)


def without_its_first(place: World) -> None:
    """A run whose first segment is about to fail."""
    under_way(FIRST)(place)
    (task,) = place.cloud.provider.tasks
    place.cloud.provider.end(task, Fate.PERMANENT)


def failed(place: World) -> None:
    """A run that has failed."""
    without_its_first(place)
    place.run_to_end()


Act = Callable[[World], None]
WAYS: dict[str, tuple[Act, Act]] = {
    "create and start": (ready_to_travel, create),
    "create, then start": (ready_to_travel, create_then_start),
    "the last segment and an extension": (under_way(270, 200), nothing),
    "fail": (without_its_first, nothing),
    "start again": (failed, start_again),
    "cancel before the first": (under_way(0), cancel),
    "cancel in the middle": (under_way(MIDDLE), cancel),
    "delete in the middle": (under_way(MIDDLE), delete),
    "delete at the end": (under_way(6000), delete),
    "die": (with_a_dead_execution, nothing),
}
SHORT = ("create, then start", "start again")
"""Ways that go on like another one: they are disturbed as far as they are different."""


@dataclass(frozen=True, slots=True)
class End:
    """How a disturbed way ended: at which call, before which next one, what went wrong, and what was left."""

    name: str
    then: str
    when: When
    left: Any


def left_of(place: World) -> Any:
    """What is left of the one run, without ids."""
    seen = outcome(place)
    kept = {name: seen[name] for name in ("ledger", "slots", "waiting", "dead letters")}
    runs = all_runs(place)
    tracks = [track for run in runs for track in parts_of(place, run.run_id)]
    parts = Counter((one.task_type, str(one.status), one.failure, is_delivered(one)) for one in tracks)
    return kept | {"runs": [str(run.status) for run in runs], "parts": parts, "objects": len(seen["objects"])}


def ends_of(way: str) -> Iterator[End]:
    """First the undisturbed end, then one for every call and everything that can go wrong there."""
    begin, act = WAYS[way]
    with world() as place:
        begin(place)
        start, script, wire = place.save(), place.cloud.provider.script, place.cloud.wire
        names = [*_calls_of(place, act, to_the_end=way not in SHORT), ""]
        yield End("", "", When.BEFORE, left_of(place))
        for (number, name), when in product(enumerate(names[:-1], 1), When):
            place.load(start)
            place.cloud.provider.script = script
            wire.disturb(Disturbance(number, when))
            act(place)
            finish(place)
            assert wire.fired
            yield End(name, names[number], when, left_of(place))


def _calls_of(place: World, act: Act, *, to_the_end: bool) -> list[str]:
    """The calls of an undisturbed way, or of as much of it as follows at once."""
    calls = place.cloud.wire.calls
    calls.clear()
    act(place)
    place.work()
    at_once = len(calls)
    finish(place)
    return list(calls) if to_the_end else calls[:at_once]
