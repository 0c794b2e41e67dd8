"""A provider that works on so many tasks at once: permits have holders, and are given back when an attempt is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count

import pytest

from reprise.domain.gates import Account, AtOnce
from reprise.store.tracks import track_of
from tests.fakes.provider import Fate, Reply, Script
from tests.fakes.wire import Disturbance, When
from tests.simulation.staging import world
from tests.simulation.waiting import calls_at, later, post
from tests.simulation.world import World

SECOND = timedelta(seconds=1)
AT_ONCE = 2


@pytest.fixture
def place() -> Iterator[World]:
    """A world whose provider works on two tasks at a time; each takes a hundred seconds, and it tells their ends."""
    with world() as place:
        place.cloud.provider.account = Account("suno:main", AtOnce(AT_ONCE))
        place.calls_back = lambda _task: True
        for user in ("ann", "bob"):
            place.move(user, "premium")
            place.grant(user, 100)
        yield place


def most_at_once(place: World) -> int:
    """The most tasks that the provider had under way at a moment."""
    tasks = list(place.cloud.provider.tasks.values())
    return max(sum(one.began_at <= moment < one.ends_at for one in tasks) for moment in calls_at(place))


def permits(place: World) -> list[int | None]:
    return [track_of(item).permit for item in place.tracks.state.items.values()]


def held(place: World) -> set[str]:
    """The permits that somebody holds, as the gate's item says."""
    gates = [item for table in place.cloud.dynamodb.tables.values() for item in table.state.items.values()]
    return {name for item in gates if item.get("sk") == {"S": "gate"} for name in item if name.startswith("h")}


def test_no_more_tasks_than_allowed_are_under_way_and_the_next_begins_when_one_ends(place: World) -> None:
    for number in range(4):
        post(place, "ann", f"song {number}")
        post(place, f"user-{number}")
    began: datetime = place.cloud.clock.now
    assert [permit for permit in permits(place) if permit is not None] == [0, 1]
    place.run_to_end()
    assert most_at_once(place) == AT_ONCE
    assert set(place.audit.books.ends.values()) == {"completed"}
    # Four after another on either permit; between the end of one and the beginning of the next lies a wake.
    assert max(calls_at(place)) < began + 3 * (100 + 3) * SECOND
    assert held(place) == set()
    assert set(permits(place)) == {None}


def test_a_failed_and_a_deferred_attempt_give_their_permits_back_and_a_deleted_one_in_the_end(place: World) -> None:
    script = {
        1: Script(fate=Fate.RETRYABLE, seconds=5),
        2: Script(Reply.BUSY),
        3: Script(fate=Fate.PERMANENT, seconds=5),
    }
    place.cloud.provider.script = lambda _track, attempt: script.get(attempt, Script())
    track_id = post(place, "ann").body["trackId"]
    later(place, 60)
    assert place.audit.books.ends == {track_id: "failed"}
    assert held(place) == set()
    place.cloud.provider.script = lambda _track, _attempt: Script(fate=Fate.SILENCE)
    deleted = post(place, "ann", "another").body["trackId"]
    later(place, 1)
    assert held(place) == {"h0"}
    place.delete("ann", deleted)
    later(place, 595)
    assert held(place) == {"h0"}  # its provider never told of an end
    later(place, 65)
    assert held(place) == set()


def crowd_of_both(place: World) -> None:
    for number in range(2):
        post(place, "ann", f"song {number}")
        post(place, f"user-{number}")
    place.run_to_end()


def test_a_crash_at_any_call_keeps_no_permit_for_ever(place: World) -> None:
    start = place.save()
    crowd_of_both(place)
    names = [*place.cloud.wire.calls, ""]
    for number in count(1):
        place.load(start)
        place.cloud.wire.disturb(Disturbance(number, When.AFTER))
        crowd_of_both(place)
        if not place.cloud.wire.fired:
            break
        assert set(place.cloud.provider.submits.values()) <= {1}
        assert most_at_once(place) <= AT_ONCE
        assert set(place.audit.books.ends.values()) <= {"completed", "failed"}
        assert held(place) == set(), names[number]
