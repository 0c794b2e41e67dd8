"""Limited routes: each of their responses, a refusal too, says what the caller's limits are."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from reprise.domain.accounts import Profile, day_of, minute_of
from reprise.domain.errors import DomainError, RateLimited
from reprise.edge.function import refusal
from reprise.edge.http import REPLAYED, Call, Response
from reprise.edge.routes import Endpoint
from reprise.usecases.accounts import Bookkeeping
from reprise.usecases.transition import Clock

B = TypeVar("B")

_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)


class Limiting(Protocol):
    """The parts of a function with limited routes."""

    @property
    def bookkeeping(self) -> Bookkeeping:
        """The accounts that have the limits."""

    @property
    def clock(self) -> Clock:
        """The time."""


L = TypeVar("L", bound=Limiting)


def limited(endpoint: Callable[[L, Call], tuple[Response[B], Profile]]) -> Endpoint[L, B]:
    """The endpoint of a limited route, made of one that also tells the caller's account as it is afterwards."""

    def with_limits(parts: L, call: Call) -> Response[B]:
        try:
            response, profile = endpoint(parts, call)
        except DomainError as error:
            profile = parts.bookkeeping.open(call.user)
            response = refusal(call, error, _error_headers(error, parts.clock()))
        return replace(response, headers={**response.headers, **limit_headers(profile, parts.clock())})

    return with_limits


def limit_headers(profile: Profile, now: datetime) -> dict[str, str]:
    """The limits of a profile: per minute in the old headers, all that have a window in the IETF's."""
    current, limits = profile.at(now), profile.limits
    minute_ends, day_ends = minute_of(now) + _MINUTE, day_of(now) + _DAY
    left = max(0, limits.per_minute - current.minute_count)
    policies = [_policy("perMinute", limits.per_minute, _MINUTE)]
    states = [_state("perMinute", left, minute_ends - now)]
    if limits.per_day is not None:
        left_today = max(0, limits.per_day - current.day_count)
        policies.append(_policy("perDay", limits.per_day, _DAY))
        states.append(_state("perDay", left_today, day_ends - now))
    return {
        "x-ratelimit-limit": str(limits.per_minute),
        "x-ratelimit-remaining": str(left),
        "x-ratelimit-reset": str(int(minute_ends.timestamp())),
        "ratelimit-policy": ", ".join(policies),
        "ratelimit": ", ".join(states),
    }


def _policy(name: str, most: int, window: timedelta) -> str:
    return f'"{name}";q={most};w={_seconds(window)}'


def _state(name: str, left: int, resets_in: timedelta) -> str:
    return f'"{name}";r={left};t={_seconds(resets_in)}'


def _error_headers(error: DomainError, now: datetime) -> Mapping[str, str]:
    if error.replayed:
        return REPLAYED
    if not isinstance(error, RateLimited):
        return {}
    return {"retry-after": str(max(1, _seconds(error.retry_at - now)))}


def _seconds(span: timedelta) -> int:
    return math.ceil(span.total_seconds())
