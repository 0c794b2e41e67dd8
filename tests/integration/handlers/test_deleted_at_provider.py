"""A song that was deleted while its provider works on it: out of sight, and in its slot until that has ended."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from reprise.domain.accounts import Plan
from reprise.domain.states import Status
from reprise.domain.track import Track
from reprise.edge.clock import utc_now
from tests.integration.handlers import journeys
from tests.integration.handlers.deleting import delete
from tests.integration.handlers.delivering import ID, WHOLE, callback, deliver, running
from tests.integration.handlers.posting import USER, post, problem
from tests.integration.handlers.tasks import call_back, kept
from tests.integration.handlers.world import World
from tests.unit.domain import make

ALONE = frozenset({ID})


@pytest.fixture
def song(world: World) -> Track:
    track = running(world)
    assert delete(world, ID) == (204, "1")
    return track


def test_its_slot_stays_taken_until_that_has_ended(world: World, song: Track) -> None:
    assert (world.profile(USER).running, world.profile(USER).balance) == (ALONE, 60)
    world.open(replace(world.profile(USER), plan=Plan.FREE))
    assert problem(post(world, key="another")) == (429, "rate_limited")
    assert deliver(world, callback("first", *WHOLE["data"]["data"])) == (200, {"ok": True, "cached": True})
    assert deliver(world, WHOLE) == (200, {"ok": True, "stage": "complete"})
    assert (world.track(ID), ID in world.profile(USER).running) == (None, False)
    assert post(world, key="another")[0] == 202


def test_a_late_end_brings_nothing_back(world: World, song: Track) -> None:
    lingering = kept(world, ID)
    assert journeys.follow_track(world, song, lingering) == {"batchItemFailures": []}
    deliver(world, WHOLE)
    journeys.follow_track(world, lingering, None)
    assert (world.waiting("DownloadsQueue"), world.rows("TracksTable")) == (0, [])
    assert (world.ledger(USER), world.profile(USER).balance) == ([10], 60)
    assert deliver(world, WHOLE)[0] == 202


def test_its_deadline_is_an_end_too(world: World) -> None:
    running(world, deadline_at=utc_now())
    delete(world, ID)
    world.invoke("sweep", {})
    assert (world.track(ID), world.profile(USER).running) == (None, frozenset())


def test_nobody_sees_it(world: World, song: Track) -> None:
    path = {"path": {"trackId": ID}}
    assert delete(world, ID)[0] == 404
    assert world.http("library.get_track", USER, **path)[0] == 404
    assert world.http("library.put_preferred", USER, body={"variantIndex": 0}, **path)[0] == 404
    for user in (USER, "somebody-else"):
        assert world.http("sign_track.post_sign_track", user, body={"trackId": ID})[0] == 404
    assert world.http("generate.post_extend", USER, body={}, **path)[0] == 404


def test_it_is_in_no_list(world: World, song: Track) -> None:
    assert kept(world, ID).status is Status.FAILED
    for query in ({}, {"status": "failed"}):
        assert world.http("library.list_tracks", USER, query=query)[1]["items"] == []
    assert world.http("sync.get_sync", USER)[1] == {"generations": [], "count": 0}


def test_its_failure_is_no_news_to_its_owner(world: World, song: Track) -> None:
    journeys.follow_track(world, song, kept(world, ID))
    assert world.http("account.list_notifications", USER)[1]["items"] == []


def test_one_that_was_heard_is_not_paid_back_and_keeps_its_slot_as_well(world: World) -> None:
    running(world, versions=make.versions(make.STREAM_A))
    assert delete(world, ID) == (204, "0")
    profile = world.profile(USER)
    assert (profile.balance, profile.running, profile.cancels, world.ledger(USER)) == (50, ALONE, 0, [])
    assert deliver(world, WHOLE)[0] == 200
    assert (world.track(ID), world.profile(USER).running) == (None, frozenset())


def test_it_is_paid_back_once_whatever_its_provider_says(world: World, song: Track) -> None:
    assert deliver(world, callback("error", code=400))[0] == 200
    assert (world.track(ID), world.profile(USER).balance, world.ledger(USER)) == (None, 60, [10])


def test_a_key_gives_the_first_answer_again_while_its_song_lingers_and_after_that(world: World) -> None:
    _, first, _ = post(world)
    assert delete(world, first["trackId"])[0] == 204
    for _ in range(2):
        status, again, headers = post(world)
        assert (status, headers["idempotency-replayed"]) == (200, "true")
        assert again == first | {"message": "Already processed"}
        call_back(world, callbackType="complete", task_id=first["taskId"], data=WHOLE["data"]["data"])
    assert len(world.provider.creates) == 1


def test_without_a_key_the_song_is_another_one_and_needs_a_slot(world: World) -> None:
    anonymous: dict[str, Any] = {"body": {"prompt": "rain"}, "headers": {"idempotency-key": None}}
    _, first, _ = world.http("generate.post_track", USER, **anonymous)
    delete(world, first["trackId"])
    assert problem(world.http("generate.post_track", USER, **anonymous)) == (429, "rate_limited")
    world.open(replace(world.profile(USER), plan=Plan.PRO))
    status, again, _ = world.http("generate.post_track", USER, **anonymous)
    assert (status, again["trackId"] != first["trackId"]) == (202, True)
