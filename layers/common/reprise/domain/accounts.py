"""A user's account: balance, plan, and what the plan's limits still allow."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from reprise.domain.credits import Entry, Tenths, as_number, grant
from reprise.domain.errors import InsufficientCredits, RateLimited
from reprise.domain.operations import Limit, Operation
from reprise.domain.states import Lane
from reprise.domain.unknown import NOTHING, Unknown

SLOT_RETRY = timedelta(seconds=30)
"""When a full set of slots is worth trying again; nobody knows when a generation ends."""


class Plan(StrEnum):
    """What a user has signed up for."""

    FREE = "free"
    PRO = "pro"
    PREMIUM = "premium"

    @property
    def lane(self) -> Lane:
        """Premium is sent first when the provider's quota is short."""
        return Lane.PREMIUM if self is Plan.PREMIUM else Lane.STANDARD


@dataclass(frozen=True, slots=True)
class Limits:
    """Generations per minute, per UTC day (None: no limit) and at once."""

    per_minute: int
    per_day: int | None
    concurrent: int


LIMITS: dict[Plan, Limits] = {
    Plan.FREE: Limits(3, 10, 1),
    Plan.PRO: Limits(10, 100, 3),
    Plan.PREMIUM: Limits(30, None, 10),
}


@dataclass(frozen=True, slots=True)
class Profile:
    """A user's account as it is kept. The counters belong to the minute and the day that they name, and to no other."""

    user_id: str
    plan: Plan = Plan.FREE
    balance: Tenths = 0
    minute: datetime | None = None
    minute_count: int = 0
    day: datetime | None = None
    day_count: int = 0
    day_used: Tenths = 0
    running: frozenset[str] = frozenset()
    rev: int = 0
    cancels: int = 0
    """How many tasks that a provider had taken were cancelled this day and paid back."""
    unknown: Unknown = field(default=NOTHING, compare=False)

    @property
    def limits(self) -> Limits:
        """What the plan allows."""
        return LIMITS[self.plan]

    def at(self, now: datetime) -> Profile:
        """The profile with counters of another minute or day back at zero: the roll-over of 00:00 UTC, per user."""
        minute, day = minute_of(now), day_of(now)
        counted = self if self.minute == minute else replace(self, minute=minute, minute_count=0)
        return counted if counted.day == day else replace(counted, day=day, day_count=0, day_used=0, cancels=0)


Opened = tuple[Profile, tuple[Entry, ...]]


def minute_of(now: datetime) -> datetime:
    """The start of this minute, UTC."""
    return now.astimezone(UTC).replace(second=0, microsecond=0)


def day_of(now: datetime) -> datetime:
    """00:00 UTC of this day."""
    return minute_of(now).replace(hour=0, minute=0)


def opened(profile: Profile | None, user_id: str, welcome: Tenths, now: datetime, plan: Plan = Plan.FREE) -> Opened:
    """The profile of a user, and the ledger's first entry when it is a new one."""
    if profile is not None:
        return profile, ()
    first = (grant(user_id, f"{user_id}.signup", welcome, "signup", now),) if welcome else ()
    return Profile(user_id, plan, welcome), first


def charged_for(profile: Profile, operation: Operation, slot: str, now: datetime, tasks: int = 1) -> Profile:
    """The profile with more tasks charged and counted, and with what runs them in a slot.

    `slot` is the track's id, or the run's; empty for what takes none. Raises RateLimited, InsufficientCredits.
    """
    current = profile.at(now)
    _check_limits(current, operation.limits, tasks, now)
    running = current.running | {slot} - {""}
    if len(running) > max(current.limits.concurrent, len(current.running)):
        raise RateLimited("concurrent", now + SLOT_RETRY)
    cost = operation.cost * tasks
    if current.balance < cost:
        raise InsufficientCredits("cost", cost=as_number(cost), balance=as_number(current.balance))
    counted = counted_for(current, operation, now, tasks)
    return replace(
        counted,
        balance=current.balance - cost,
        day_used=current.day_used + cost,
        running=running,
    )


def counted_call(profile: Profile, now: datetime) -> Profile:
    """The profile with one more call of this minute, for what is free and makes no task. Raises RateLimited."""
    current = profile.at(now)
    _check_limits(current, Limit.MINUTE, 1, now)
    return replace(current, minute_count=current.minute_count + 1)


def counted_for(profile: Profile, operation: Operation, now: datetime, tasks: int = 1) -> Profile:
    """The profile with more tasks counted, whatever its limits."""
    current = profile.at(now)
    return replace(
        current,
        minute_count=current.minute_count + tasks * (Limit.MINUTE in operation.limits),
        day_count=current.day_count + tasks * (Limit.DAY in operation.limits),
    )


def cancelled_for(profile: Profile, operation: Operation, cost: Tenths, ordered_at: datetime, now: datetime) -> Profile:
    """The profile with a cancelled task paid back, which counts among the day's. What was charged today counts no more.

    The task keeps its slot: its provider still works on it.
    """
    current = profile.at(now)
    counts = Limit.DAY in operation.limits and profile.day == day_of(ordered_at) == current.day
    return replace(
        current,
        balance=current.balance + cost,
        day_count=current.day_count - counts,
        day_used=current.day_used - cost * counts,
        cancels=current.cancels + 1,
    )


def _check_limits(profile: Profile, counted: Limit, tasks: int, now: datetime) -> None:
    limits = profile.limits
    minute_is_full = profile.minute_count + tasks > limits.per_minute
    if minute_is_full and Limit.MINUTE in counted:
        raise RateLimited("perMinute", minute_of(now) + timedelta(minutes=1))
    if _day_is_full(profile, tasks) and Limit.DAY in counted:
        raise RateLimited("perDay", day_of(now) + timedelta(days=1))


def _day_is_full(profile: Profile, tasks: int) -> bool:
    per_day = profile.limits.per_day
    return per_day is not None and profile.day_count + tasks > per_day
