"""What every answer of a limited route says of the caller's limits."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime, timedelta

from reprise.domain.accounts import Profile, day_of, minute_of
from reprise.domain.errors import DomainError, RateLimited
from reprise.edge.clock import utc_now
from reprise.edge.http import Call, Response, with_headers
from reprise.edge.problems import problem


def limited(call: Call, endpoint: Callable[[Call], Response], profile_of: Callable[[str], Profile]) -> Response:
    """The endpoint's answer, a refusal included, with the limits of the caller."""
    try:
        return endpoint(call)
    except DomainError as error:
        answer = Response(*problem(error, call.language, call.request_id))
        headers = limit_headers(profile_of(call.user), utc_now())
        return with_headers(
            answer, headers | (_retry_headers(error, utc_now()) if isinstance(error, RateLimited) else {})
        )


def limit_headers(profile: Profile, now: datetime) -> dict[str, str]:
    """The limits of a profile: per minute in the old headers, all that have a window in the IETF's."""
    current, limits = profile.at(now), profile.limits
    minute_ends, day_ends = minute_of(now) + timedelta(minutes=1), day_of(now) + timedelta(days=1)
    left = max(0, limits.per_minute - current.minute_count)
    policies = [f'"perMinute";q={limits.per_minute};w=60']
    states = [f'"perMinute";r={left};t={_seconds(minute_ends - now)}']
    if limits.per_day is not None:
        policies.append(f'"perDay";q={limits.per_day};w=86400')
        states.append(f'"perDay";r={max(0, limits.per_day - current.day_count)};t={_seconds(day_ends - now)}')
    return {
        "x-ratelimit-limit": str(limits.per_minute),
        "x-ratelimit-remaining": str(left),
        "x-ratelimit-reset": str(int(minute_ends.timestamp())),
        "ratelimit-policy": ", ".join(policies),
        "ratelimit": ", ".join(states),
    }


def _retry_headers(error: RateLimited, now: datetime) -> dict[str, str]:
    return {"retry-after": str(max(1, _seconds(error.retry_at - now)))}


def _seconds(span: timedelta) -> int:
    return math.ceil(span.total_seconds())
