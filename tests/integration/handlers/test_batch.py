"""`POST /v1/tracks/batch`: several songs, each with its own result."""

from __future__ import annotations

from typing import Any

import pytest

from reprise.domain.accounts import Plan
from tests.integration.handlers.posting import LIMITS, USER, problem, rich
from tests.integration.handlers.world import World


def batch(world: World, *tracks: Any, key: str | None = "key-1") -> tuple[int, Any, dict[str, str]]:
    headers = {"idempotency-key": key} if key else {}
    return world.http("generate.post_batch", USER, body={"tracks": list(tracks)}, headers=headers)


def songs(number: int) -> list[dict[str, Any]]:
    return [{"prompt": f"song {place}"} for place in range(number)]


def test_ten_songs_are_ten_tracks_with_ten_charges_and_one_slot_each(world: World) -> None:
    rich(world, Plan.PREMIUM, balance=200)
    status, body, headers = batch(world, *songs(10))
    results = body["results"]
    assert (status, [result["status"] for result in results]) == (207, [202] * 10)
    assert len({result["trackId"] for result in results}) == 10
    assert {(result["creditsCharged"], result["trackStatus"]) for result in results} == {(1, "processing")}
    profile = world.profile(USER)
    assert (profile.balance, len(profile.running), profile.day_count) == (100, 10, 10)
    assert sorted(sent["prompt"] for sent in world.provider.creates) == sorted(one["prompt"] for one in songs(10))
    assert set(LIMITS) <= set(headers)


def test_what_is_wrong_with_one_costs_the_others_nothing(world: World) -> None:
    rich(world, Plan.PREMIUM)
    _, body, _ = batch(
        world, {"prompt": "rain"}, {"prompt": ""}, "rain", {"prompt": "sun", "nope": 1}, {"prompt": "sea"}
    )
    results = body["results"]
    assert [result["status"] for result in results] == [202, 400, 400, 400, 202]
    assert [error["field"] for result in results[1:4] for error in result["errors"]] == ["prompt", "body", "nope"]
    assert {result["code"] for result in results[1:4]} == {"invalid_input"}
    assert (world.profile(USER).balance, len(world.provider.creates)) == (80, 2)


def test_they_are_admitted_one_after_the_other_until_a_limit_is_reached(world: World) -> None:
    rich(world, Plan.PRO)
    _, body, _ = batch(world, *songs(5))
    assert [result["status"] for result in body["results"]] == [202, 202, 202, 429, 429]
    assert {result["code"] for result in body["results"][3:]} == {"rate_limited"}


def test_the_same_batch_again_is_answered_as_before(world: World) -> None:
    rich(world, Plan.PREMIUM)
    first = batch(world, *songs(3))[1]["results"]
    again = batch(world, *songs(3))[1]["results"]
    assert [result["status"] for result in again] == [200] * 3
    assert [result["trackId"] for result in again] == [result["trackId"] for result in first]
    assert {result["message"] for result in again} == {"Already processed"}
    assert (world.profile(USER).balance, len(world.provider.creates)) == (70, 3)


def test_a_song_may_have_a_key_of_its_own(world: World) -> None:
    rich(world, Plan.PREMIUM)
    alone = {"prompt": "rain", "idempotencyKey": "mine"}
    first = batch(world, alone, key=None)[1]["results"]
    again = batch(world, {"prompt": "sun"}, alone, key="other")[1]["results"]
    assert (again[1]["trackId"], again[1]["status"]) == (first[0]["trackId"], 200)


@pytest.mark.parametrize(
    "body", [{}, {"tracks": []}, {"tracks": songs(11)}, {"tracks": {}}, {"tracks": songs(1), "x": 1}]
)
def test_a_batch_is_a_list_of_one_to_ten(world: World, body: dict[str, Any]) -> None:
    answer = world.http("generate.post_batch", USER, body=body)
    assert problem(answer) == (400, "invalid_input")
    assert [error["field"] for error in answer[1]["errors"]] == ["x" if "x" in body else "tracks"]
    assert world.provider.creates == []


def test_the_key_of_all_may_stand_in_the_body(world: World) -> None:
    rich(world, Plan.PREMIUM)
    body = {"tracks": songs(2), "idempotencyKey": "key-1"}
    first = world.http("generate.post_batch", USER, body=body, headers={"idempotency-key": "key-1"})[1]["results"]
    again = batch(world, *songs(2))[1]["results"]
    assert [result["trackId"] for result in again] == [result["trackId"] for result in first]
    assert len(world.provider.creates) == 2
