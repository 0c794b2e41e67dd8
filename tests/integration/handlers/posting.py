"""Posting generations, and reading what comes back."""

from __future__ import annotations

from typing import Any

from reprise.domain.accounts import Plan, Profile, day_of, minute_of
from reprise.edge.clock import utc_now
from tests.integration.handlers.world import World

USER = "user-1"


LIMITS = ["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset", "ratelimit", "ratelimit-policy"]


def post(world: World, user: str = USER, key: str = "key-1", **body: Any) -> tuple[int, Any, dict[str, str]]:
    headers = {"idempotency-key": key}
    return world.http("generate.post_track", user, body={"prompt": "rain"} | body, headers=headers)


def rich(world: World, plan: Plan = Plan.PRO, **changes: Any) -> None:
    now = utc_now()
    usual: dict[str, Any] = {"balance": 100, "minute": minute_of(now), "day": day_of(now), "rev": 1}
    world.open(Profile(USER, plan, **(usual | changes)))


def problem(answer: tuple[int, Any, dict[str, str]]) -> tuple[int, str]:
    status, body, headers = answer
    assert headers["content-type"] == "application/problem+json"
    assert {"type", "title", "status", "detail", "code", "requestId"} <= set(body)
    assert body["status"] == status
    return status, body["code"]
