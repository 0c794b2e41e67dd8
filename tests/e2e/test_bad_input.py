"""Bad input of every kind: told what is wrong, charged nothing, and nothing is kept of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.e2e.outside import PROBLEM, Stack

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ("not json", "body"), ("", "body"), ("[1]", "body"), ('"text"', "body"), ("[" * 5000, "body"), ("{}", "prompt"),
        ('{"prompt": 5}', "prompt"), ('{"prompt": "x", "unknown": 1}', "unknown"), ('{"prompt": "<b></b>"}', "prompt"),
        (json.dumps({"prompt": "x" * 3001}), "prompt"), (json.dumps({"lyrics": "x" * 5001}), "lyrics"),
        (json.dumps({"prompt": "x", "title": "x" * 101}), "title"),
        ('{"prompt": "x", "styleWeight": 1.01}', "styleWeight"),
        ('{"prompt": "x", "vocalGender": "x"}', "vocalGender"), ('{"prompt": "x", "provider": "udio"}', "provider"),
        ('{"prompt": "\\ud800"}', "body"), ('{"prompt": "x", "styleWeight": 1e999}', "styleWeight"),
        ('{"prompt": "x", "idempotencyKey": "\\ud800"}', "idempotencyKey"),
        ('{"prompt": "x", "lyrics": "la", "customMode": false}', "customMode"),
        ('{"prompt": "x", "hasVocals": true, "makeInstrumental": true}', "makeInstrumental"),
        ('{"prompt": "x", "referenceAudioUrl": "https://169.254.169.254/a.mp3"}', "referenceAudioUrl"),
        (json.dumps({"prompt": "<" * 1_000_000}), "prompt"),
    ],
)  # fmt: skip
def test_a_wrong_body(stack: Stack, token: str, body: str, field: str) -> None:
    answer = stack.call("POST", "/v1/tracks", token, data=body, headers=JSON)
    assert (answer.status_code, answer.headers["Content-Type"], answer.json()["code"]) == (
        400,
        PROBLEM,
        "invalid_input",
    )
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    untouched(stack, token)


def untouched(stack: Stack, token: str) -> None:
    assert stack.balance(token) == 10
    assert stack.call("GET", "/v1/tracks", token).json() == {"items": [], "cursor": None}


def test_a_tiny_weight_is_a_weight(stack: Stack, token: str) -> None:
    assert stack.start(token, styleWeight=1e-200)["status"] == "processing"


def test_a_body_of_more_than_1_mib(stack: Stack, token: str) -> None:
    answer = stack.call("POST", "/v1/tracks", token, json={"prompt": "x" * 1024 * 1024})
    assert (answer.status_code, answer.headers["Content-Type"]) == (413, PROBLEM)
    untouched(stack, token)


@pytest.mark.parametrize("provider", ["mureka", "minimax"])
def test_what_is_not_configured_is_unsupported(stack: Stack, token: str, provider: str) -> None:
    answer = stack.call("POST", "/v1/tracks", token, json={"prompt": "x", "provider": provider})
    assert (answer.status_code, answer.json()["code"]) == (422, "unsupported_feature")
    untouched(stack, token)


def test_a_cursor_is_its_owners_and_its_lists(stack: Stack, token: str) -> None:
    stack.start(token)
    page = stack.call("GET", "/v1/credits/transactions?limit=1", token).json()
    following = f"?limit=1&cursor={page['cursor']}"
    second = stack.call("GET", f"/v1/credits/transactions{following}", token).json()
    assert [item["amount"] for item in page["items"] + second["items"]] == [-1, 10]
    other = stack.token("somebody-else", plan="free", credits=5)
    for path, caller in (("/v1/credits/transactions", other), ("/v1/notifications", token), ("/v1/tracks", token)):
        answer = stack.call("GET", f"{path}{following}", caller)
        assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (400, ["cursor"])


def test_a_parameter_that_nobody_knows(stack: Stack, token: str) -> None:
    answer = stack.call("GET", "/v1/tracks?limits=5", token)
    assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (400, ["limits"])


ROUTES = ["POST /v1/tracks", "GET /v1/tracks", "GET /v1/credits", "POST /v1/sign-track", "GET /v1/sync"]


@pytest.mark.parametrize("route", ROUTES)
def test_no_token_and_no_good_token(stack: Stack, user: str, route: str) -> None:
    expired = stack.token(user, expiresIn=-60)
    foreign = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl"
    for given in (None, "nonsense", expired, foreign, stack.token(user)[:-4] + "AAAA"):
        method, path = route.split()
        answer = stack.call(method, path, given, json={"prompt": "x"})
        assert (answer.status_code, answer.headers["Content-Type"]) == (401, PROBLEM)


def test_somebody_elses_track(stack: Stack, token: str) -> None:
    track_id = stack.start(token)["trackId"]
    other = stack.token("somebody-else", plan="free", credits=5)
    one = f"/v1/tracks/{track_id}"
    calls: list[tuple[str, str, Any, int]] = [
        ("GET", one, None, 404), ("DELETE", one, None, 404), ("PUT", f"{one}/preferred", {"variantIndex": 0}, 404),
        ("POST", "/v1/sign-track", {"trackId": track_id}, 403), ("POST", "/v1/sign-track", {"trackId": "f" * 32}, 404),
    ]  # fmt: skip
    for method, path, body, status in calls:
        answer = stack.call(method, path, other, json=body)
        assert (answer.status_code, answer.headers["Content-Type"]) == (status, PROBLEM)
    stack.reaches(token, track_id, status="completed")


def test_a_limit_is_named_with_when_to_come_again(stack: Stack, user: str) -> None:
    stack.simulator("POST", "config", delays={"complete": None})
    token = stack.token(user, plan="free", credits=5)
    stack.start(token)
    answer = stack.call("POST", "/v1/tracks", token, json={"prompt": "another"})
    assert (answer.status_code, answer.json()["code"], answer.json()["limit"]) == (429, "rate_limited", "concurrent")
    told = ["Retry-After", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "RateLimit"]
    assert [name for name in told if name not in answer.headers] == []
    assert stack.balance(token) == 4


def test_an_empty_purse(stack: Stack, user: str) -> None:
    answer = stack.call("POST", "/v1/tracks", stack.token(user, credits=0), json={"prompt": "x"})
    assert (answer.status_code, answer.json()["code"]) == (402, "insufficient_credits")


def test_a_provider_without_money_costs_the_user_nothing(stack: Stack, token: str) -> None:
    stack.simulator("POST", "config", credits=0)
    answer = stack.call("POST", "/v1/tracks", token, json={"prompt": "x"})
    assert (answer.status_code, answer.json()["code"]) == (503, "provider_unavailable")
    assert stack.balance(token) == 10


@pytest.mark.parametrize("path", ["/", "/v1", "/v1/nothing", "/v1/tracks/a/b/c", "/v2/tracks"])
def test_no_such_route(stack: Stack, path: str) -> None:
    answer = stack.call("GET", path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, PROBLEM)
