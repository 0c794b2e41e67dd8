"""Two releases take turns on the same tracks: neither loses what only the other knows, nor writes what it must not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from itertools import product
from typing import Any

import pytest

from tests.fakes.blueprint import plan
from tests.fakes.provider import Reply, Script
from tests.simulation import events, releases
from tests.simulation.audit import ACCOUNTS
from tests.simulation.outside import Answer
from tests.simulation.staging import SONG, USER, world
from tests.simulation.states import outcome
from tests.simulation.world import MINUTE, World

Step = Callable[[World], Any]


def _post(place: World) -> None:
    assert place.post_track(USER, SONG, key="key").ok


def _deliver(stage: str, place: World, code: int = 200) -> None:
    place.cloud.clock.advance(40)
    answer = place.deliver(list(place.cloud.provider.tasks.values())[-1], stage, code)
    assert answer.body["stage"] == stage, answer


def _prefer(place: World) -> None:
    path, body = {"trackId": _track_id(place)}, {"variantIndex": 1}
    route = "PUT /v1/tracks/{trackId}/preferred"
    assert place.http("library", events.request(route, body, user=USER, path=path)).ok


def _wait(place: World) -> None:
    place.run_until(place.cloud.clock.now + 2 * MINUTE)


def _track_id(place: World) -> str:
    (key,) = place.tracks.state.items
    return key[0]


TEXT, FIRST, COMPLETE = (partial(_deliver, stage) for stage in ("text", "first", "complete"))
GOOD: list[Step] = [_post, TEXT, FIRST, COMPLETE, World.work, _prefer, World.run_to_end]
RETRIED: list[Step] = [
    _post, FIRST, partial(_deliver, "error", code=500), _wait, FIRST, COMPLETE, World.run_to_end,
]  # fmt: skip
FAILED: list[Step] = [_post, TEXT, World.sweep, partial(_deliver, "error", code=400), World.run_to_end]
LIVES = {"good": GOOD, "retried": RETRIED, "failed": FAILED}
TURNS = [
    pytest.param(name, turns, id=f"{name} {''.join('tl'[turn] for turn in turns)}")
    for name, steps in LIVES.items()
    for turns in product((False, True), repeat=len(steps))
]
"""Every way in which two releases can share a life, step by step: 288 lives."""


@cache
def _undisturbed(name: str) -> Any:
    with world() as place:
        for step in LIVES[name]:
            step(place)
        return outcome(place)


@contextmanager
def _today(place: World) -> Iterator[None]:
    """Today's release runs; what it does not know is afterwards where it was, as it was."""
    before = dict(place.tracks.state.items)
    yield
    for key, item in before.items():
        assert releases.own_of_track(place.tracks.state.items[key]) == releases.own_of_track(item)


@pytest.mark.parametrize(("name", "turns"), TURNS)
def test_two_releases_take_turns_and_nothing_is_lost(name: str, turns: tuple[bool, ...]) -> None:
    with world() as place:
        for step, is_later in zip(LIVES[name], turns, strict=True):
            profile = releases.own_of_profile(place, USER)
            with releases.later() if is_later else _today(place):
                step(place)
            assert not profile or releases.own_of_profile(place, USER) == profile
        assert outcome(place) == _undisturbed(name)


def _library(place: World, route: str) -> Answer:
    """What the library says of the track."""
    return place.http("library", events.request(route, user=USER, path={"trackId": _track_id(place)}))


def _queued(place: World, stage: str) -> None:
    """A callback that is kept for later."""
    place.cloud.clock.advance(40)
    answer = place.deliver(list(place.cloud.provider.tasks.values())[-1], stage)
    assert (answer.status, answer.body.get("queued")) == (200, True)


def _everything_that_may_come(place: World) -> None:
    """What users, the provider and AWS do meanwhile; nobody can change the track."""
    assert _library(place, "GET /v1/tracks/{trackId}").status == 500
    assert _library(place, "GET /v1/tracks").body["items"] == []
    assert _library(place, "DELETE /v1/tracks/{trackId}").status == 500
    assert place.post_track(USER, SONG, key="key").status == 500
    place.follow()
    place.cloud.clock.advance(400)
    place.sweep()
    for source in plan().queue_sources:
        place.serve(source)


@pytest.mark.parametrize("number", range(1, 5), ids=["post", "text", "first", "complete"])
def test_a_newer_track_is_not_rewritten_and_its_callbacks_wait_for_the_code_that_may(number: int) -> None:
    with world() as place:
        for step in GOOD[: number - 1]:
            step(place)
        with releases.later(releases.NewerTrack):
            GOOD[number - 1](place)
        items = dict(place.tracks.state.items)
        assert [item["v"] for item in items.values()] == [releases.NEWER]
        for stage in ("text", "first", "complete")[number - 1 :]:
            _queued(place, stage)
        _everything_that_may_come(place)
        assert place.tracks.state.items == items
        with releases.later(releases.NewerTrack):
            place.run_to_end()
            _prefer(place)
            place.run_to_end()
            assert outcome(place) == _undisturbed("good")


def test_a_newer_track_that_waits_in_line_keeps_nobody_behind_it_waiting() -> None:
    with world() as place:
        place.cloud.provider.script = lambda _track, attempt: Script(Reply.BUSY if attempt == 1 else Reply.ACCEPTED)
        first, second = (place.post_track(user, SONG, key="key").body["trackId"] for user in ("first", "second"))
        items = place.tracks.state.items
        items[first,] = newer = {**items[first,], "v": releases.NEWER}
        place.follow()
        place.cloud.clock.advance(30)
        for _ in range(2):
            place.serve(next(source for source in plan().queue_sources if source.queue == "SubmissionsQueue"))
        assert place.cloud.provider.submits == {(first, 1): 1, (second, 1): 1, (second, 2): 1}
        assert items[first,] == newer


def test_a_newer_account_keeps_its_slot_and_its_money_until_the_code_that_may_touch_it_is_back() -> None:
    with world() as place:
        _post(place)
        profiles = place.cloud.dynamodb.tables[ACCOUNTS].state.items
        key = (f"user#{USER}", "profile")
        profiles[key] = newer = {**profiles[key], "v": releases.NEWER}
        _queued(place, "complete")
        assert place.post_track(USER, SONG).status == 500
        assert profiles[key] == newer
        profiles[key] = {name: value for name, value in newer.items() if name != "v"}
        place.run_to_end()
        assert not any(place.audit.books.running.values())
        assert outcome(place)["tracks"][0]["status"] == "completed"
