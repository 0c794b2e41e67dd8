"""What every answer of a limited route says of the caller's limits."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from reprise.domain.accounts import Plan, Profile
from reprise.domain.errors import InsufficientCredits, RateLimited, Unauthorized
from reprise.edge.http import Call, Response
from reprise.edge.limits import limit_headers, limited
from tests.fakes.clock import VirtualClock
from tests.unit.domain.make import NOW
from tests.unit.edge.calls import call

# NOW is 03:05:22 UTC.
MINUTE, DAY = NOW.replace(second=0), NOW.replace(hour=0, minute=0, second=0)
FREE = Profile("u", Plan.FREE, 10, MINUTE, 1, DAY, 4)


def test_minute_and_day_of_a_plan() -> None:
    assert limit_headers(FREE, NOW) == {
        "x-ratelimit-limit": "3",
        "x-ratelimit-remaining": "2",
        "x-ratelimit-reset": str(int(MINUTE.timestamp()) + 60),
        "ratelimit-policy": '"perMinute";q=3;w=60, "perDay";q=10;w=86400',
        "ratelimit": '"perMinute";r=2;t=38, "perDay";r=6;t=75278',
    }


def test_premium_has_no_day() -> None:
    headers = limit_headers(replace(FREE, plan=Plan.PREMIUM), NOW)
    assert (headers["ratelimit-policy"], headers["ratelimit"]) == ('"perMinute";q=30;w=60', '"perMinute";r=29;t=38')


def test_nothing_left_is_zero_after_a_change_of_plan_too() -> None:
    headers = limit_headers(replace(FREE, minute_count=7, day_count=55), NOW)
    assert headers["x-ratelimit-remaining"] == "0"
    assert headers["ratelimit"] == '"perMinute";r=0;t=38, "perDay";r=0;t=75278'


def test_a_part_of_a_second_counts_as_one() -> None:
    assert limit_headers(FREE, NOW + timedelta(microseconds=1))["ratelimit"].startswith('"perMinute";r=2;t=38,')
    assert limit_headers(FREE, NOW + timedelta(seconds=37, microseconds=999))["ratelimit"].startswith(
        '"perMinute";r=2;t=1,'
    )


def signed_in() -> Call:
    event = dict(call({}).event)
    event["requestContext"] = {"requestId": "r", "authorizer": {"jwt": {"claims": {"sub": "u"}}}}
    return Call(event)


@dataclass
class Desk:
    """The parts of a function with limited routes: its clock, and an account book in which everybody is FREE."""

    bookkeeping: Any = field(default_factory=lambda: SimpleNamespace(open=lambda _user: FREE))
    clock: VirtualClock = field(default_factory=lambda: VirtualClock(NOW))


def refused(error: Exception, caller: Call) -> Response[Any]:
    def endpoint(_parts: Desk, _call: Call) -> tuple[Response[None], Profile]:
        raise error

    return limited(endpoint)(Desk(), caller)


def test_an_answer_has_the_limits_of_its_account() -> None:
    def endpoint(_parts: Desk, _call: Call) -> tuple[Response[str], Profile]:
        return Response(202, "body", {"x": "y"}), FREE

    response = limited(endpoint)(Desk(), signed_in())
    assert response == Response(202, "body", {"x": "y"} | limit_headers(FREE, NOW))


@pytest.mark.parametrize(("wait", "told"), [(30.2, "31"), (30, "30"), (0.2, "1"), (-5, "1")])
def test_a_refusal_for_a_limit_says_when_to_come_again(wait: float, told: str) -> None:
    answer = refused(RateLimited("concurrent", NOW + timedelta(seconds=wait)), signed_in())
    assert answer.status == 429
    assert answer.headers["retry-after"] == told
    assert answer.headers["x-ratelimit-limit"] == "3"


def test_another_refusal_has_the_limits_and_no_retry_after() -> None:
    answer = refused(InsufficientCredits("none"), signed_in())
    assert (answer.status, answer.body["code"], answer.headers["x-ratelimit-limit"]) == (
        402,
        "insufficient_credits",
        "3",
    )
    assert "retry-after" not in answer.headers


def test_nobody_has_no_limits() -> None:
    with pytest.raises(Unauthorized):
        refused(InsufficientCredits("none"), call({}))
