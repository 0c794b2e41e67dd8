"""`POST /v1/tracks`: what is refused is refused before anything is charged, and says why."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.handlers.posting import LIMITS, USER, post, problem, rich
from tests.integration.handlers.world import World


@pytest.mark.parametrize(
    ("body", "field"),
    [("not json", "body"), ("[]", "body"), ({}, "prompt"), ({"title": "only"}, "prompt"), ({"prompt": 5}, "prompt"),
     ({"prompt": "x" * 3001}, "prompt"), ({"prompt": "x" * 501}, "prompt"), ({"prompt": "a", "nope": 1}, "nope"),
     ({"lyrics": "x" * 5001}, "lyrics"), ({"prompt": "a", "modelVersion": "V99"}, "modelVersion"),
     ({"lyrics": "a", "title": "x" * 101}, "title"), ({"prompt": "a", "idempotencyKey": 5}, "idempotencyKey")],
)  # fmt: skip
def test_bad_input_costs_nothing(world: World, body: Any, field: str) -> None:
    answer = world.http("generate.post_track", USER, body=body)
    assert problem(answer) == (400, "invalid_input")
    assert [error["field"] for error in answer[1]["errors"]] == [field]
    assert set(LIMITS) <= set(answer[2])
    assert (world.provider.creates, world.rows("TracksTable"), world.rows("IdempotencyTable")) == ([], [], [])
    assert world.profile(USER).balance == 100


def test_more_than_1_mib_is_too_large(world: World) -> None:
    assert problem(post(world, prompt="x" * 1024 * 1024)) == (413, "payload_too_large")


def test_nobody_is_unauthorized(world: World) -> None:
    assert problem(post(world, user="")) == (401, "unauthorized")


@pytest.mark.parametrize("name", ["SUNO", "udio", "kie"])
def test_a_provider_that_nobody_knows_is_bad_input(world: World, name: str) -> None:
    answer = post(world, provider=name)
    assert problem(answer) == (400, "invalid_input")
    assert [error["field"] for error in answer[1]["errors"]] == ["provider"]
    assert (world.rows("TracksTable"), world.profile(USER).balance) == ([], 100)


@pytest.mark.parametrize("name", ["mureka", "minimax"])
def test_a_provider_without_account_is_unsupported(world: World, name: str) -> None:
    assert problem(post(world, provider=name)) == (422, "unsupported_feature")
    assert (world.rows("TracksTable"), world.profile(USER).balance) == ([], 100)


def test_an_empty_purse(world: World) -> None:
    rich(world, balance=9)
    answer = post(world)
    assert problem(answer) == (402, "insufficient_credits")
    assert set(LIMITS) <= set(answer[2])
    assert (world.provider.creates, world.profile(USER).balance, world.ledger(USER)) == ([], 9, [])


@pytest.mark.parametrize(
    ("changes", "limit"),
    [
        ({"minute_count": 10}, "perMinute"),
        ({"day_count": 100}, "perDay"),
        ({"running": frozenset("abc")}, "concurrent"),
    ],
)
def test_a_reached_limit_is_named(world: World, changes: dict[str, Any], limit: str) -> None:
    rich(world, **changes)
    answer = post(world)
    assert problem(answer) == (429, "rate_limited")
    assert answer[1]["limit"] == limit
    assert set(answer[2]) == {"content-type", "content-language", "cache-control", "retry-after", *LIMITS}
    assert int(answer[2]["retry-after"]) >= 1
    assert (world.provider.creates, world.profile(USER).balance) == ([], 100)
