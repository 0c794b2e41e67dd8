"""What a plan allows: at the last allowed generation, and at the first that is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from reprise.domain.accounts import (
    LIMITS,
    SLOT_RETRY,
    Limits,
    Plan,
    Profile,
    charged_for,
    counted_for,
    day_of,
    minute_of,
    opened,
)
from reprise.domain.credits import grant
from reprise.domain.errors import InsufficientCredits, RateLimited
from reprise.domain.operations import EXTENSION, LYRICS, SEGMENT, TRACK
from reprise.domain.states import Lane

NOW = datetime(2026, 3, 4, 5, 6, 7, 890000, tzinfo=UTC)
MINUTE, DAY = datetime(2026, 3, 4, 5, 6, tzinfo=UTC), datetime(2026, 3, 4, tzinfo=UTC)


def profile(**changes: object) -> Profile:
    usual = Profile("user-1", Plan.PRO, 100, MINUTE, 4, DAY, 5, 50, frozenset({"old"}), rev=3)
    return replace(usual, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("plan", "limits", "lane"),
    [
        (Plan.FREE, Limits(3, 10, 1), Lane.STANDARD),
        (Plan.PRO, Limits(10, 100, 3), Lane.STANDARD),
        (Plan.PREMIUM, Limits(30, None, 10), Lane.PREMIUM),
    ],
)
def test_a_plan_allows(plan: Plan, limits: Limits, lane: Lane) -> None:
    assert LIMITS[plan] == limits
    assert profile(plan=plan).limits == limits
    assert plan.lane is lane


def test_a_new_profile_is_free_and_empty() -> None:
    assert Profile("u") == Profile("u", Plan.FREE, 0, None, 0, None, 0, 0, frozenset(), 0)


def test_admission_charges_counts_and_takes_a_slot() -> None:
    assert charged_for(profile(), TRACK, "new", NOW) == profile(
        balance=90, minute_count=5, day_count=6, day_used=60, running=frozenset({"old", "new"})
    )


def test_minutes_and_days_are_utc() -> None:
    eastern = datetime(2026, 3, 4, 1, 30, 59, 999, tzinfo=timezone(timedelta(hours=3)))
    assert minute_of(eastern) == datetime(2026, 3, 3, 22, 30, tzinfo=UTC)
    assert day_of(eastern) == datetime(2026, 3, 3, tzinfo=UTC)
    assert minute_of(eastern).tzinfo is day_of(eastern).tzinfo is UTC
    assert (minute_of(NOW), day_of(NOW)) == (MINUTE, DAY)


def test_counters_belong_to_their_minute_and_their_day() -> None:
    next_minute = MINUTE + timedelta(minutes=1)
    assert profile().at(NOW) == profile()
    assert profile().at(next_minute) == profile(minute=next_minute, minute_count=0)
    midnight = DAY + timedelta(days=1)
    assert profile().at(midnight) == profile(minute=midnight, minute_count=0, day=midnight, day_count=0, day_used=0)
    assert Profile("u").at(NOW) == Profile("u", minute=MINUTE, day=DAY)


@pytest.mark.parametrize(("plan", "most"), [(Plan.FREE, 3), (Plan.PRO, 10), (Plan.PREMIUM, 30)])
def test_the_minutes_limit(plan: Plan, most: int) -> None:
    at_rest = profile(plan=plan, running=frozenset(), day_count=0)
    assert charged_for(replace(at_rest, minute_count=most - 1), TRACK, "new", NOW).minute_count == most
    with pytest.raises(RateLimited) as refusal:
        charged_for(replace(at_rest, minute_count=most), TRACK, "new", NOW)
    assert (refusal.value.limit, refusal.value.retry_at) == ("perMinute", MINUTE + timedelta(minutes=1))


@pytest.mark.parametrize(("plan", "most"), [(Plan.FREE, 10), (Plan.PRO, 100)])
def test_the_days_limit(plan: Plan, most: int) -> None:
    at_rest = profile(plan=plan, running=frozenset(), minute_count=0)
    assert charged_for(replace(at_rest, day_count=most - 1), TRACK, "new", NOW).day_count == most
    with pytest.raises(RateLimited) as refusal:
        charged_for(replace(at_rest, day_count=most), TRACK, "new", NOW)
    assert (refusal.value.limit, refusal.value.retry_at) == ("perDay", DAY + timedelta(days=1))


def test_premium_has_no_days_limit() -> None:
    assert charged_for(profile(plan=Plan.PREMIUM, day_count=100_000), TRACK, "new", NOW).day_count == 100_001


@pytest.mark.parametrize(("plan", "most"), [(Plan.FREE, 1), (Plan.PRO, 3), (Plan.PREMIUM, 10)])
def test_the_slots(plan: Plan, most: int) -> None:
    running = frozenset(f"t{number}" for number in range(most))
    assert (
        len(charged_for(profile(plan=plan, minute_count=0, running=running - {"t0"}), TRACK, "new", NOW).running)
        == most
    )
    with pytest.raises(RateLimited) as refusal:
        charged_for(profile(plan=plan, minute_count=0, running=running), TRACK, "new", NOW)
    assert (refusal.value.limit, refusal.value.retry_at) == ("concurrent", NOW + SLOT_RETRY)
    assert timedelta(seconds=30) == SLOT_RETRY


def test_the_balance_may_reach_zero_and_no_less() -> None:
    assert charged_for(profile(balance=10), TRACK, "new", NOW).balance == 0
    assert charged_for(profile(balance=0), replace(TRACK, cost=0), "new", NOW).balance == 0
    with pytest.raises(InsufficientCredits, match=r"cost=1 balance=0\.9"):
        charged_for(profile(balance=9), TRACK, "new", NOW)


def test_a_full_minute_is_told_before_an_empty_purse() -> None:
    with pytest.raises(RateLimited):
        charged_for(profile(minute_count=10, balance=0), TRACK, "new", NOW)


def test_a_new_minute_opens_the_door_again() -> None:
    full = profile(plan=Plan.PRO, minute_count=10)
    assert charged_for(full, TRACK, "new", MINUTE + timedelta(minutes=1)).minute_count == 1


def test_a_task_that_counts_towards_the_minute_only_leaves_the_day_alone() -> None:
    full = profile(plan=Plan.FREE, day_count=10, minute_count=0, running=frozenset())
    written = charged_for(full, LYRICS, "new", NOW)
    assert (written.minute_count, written.day_count, written.day_used) == (1, 10, full.day_used + 1)
    assert written.balance == full.balance - 1
    assert written.running == {"new"}
    with pytest.raises(RateLimited):
        charged_for(full, TRACK, "new", NOW)


class TestSeveralTasks:
    def test_they_are_charged_and_counted_together_and_take_one_slot(self) -> None:
        assert charged_for(profile(), SEGMENT, "run", NOW, 3) == profile(
            balance=70, day_count=8, day_used=80, running=frozenset({"old", "run"})
        )

    def test_no_tasks_cost_nothing_and_take_the_slot(self) -> None:
        assert charged_for(profile(day_count=100, balance=0), SEGMENT, "run", NOW, 0) == profile(
            day_count=100, balance=0, running=frozenset({"old", "run"})
        )

    def test_all_of_them_have_to_fit_into_the_day(self) -> None:
        assert charged_for(profile(day_count=97), SEGMENT, "run", NOW, 3).day_count == 100
        with pytest.raises(RateLimited):
            charged_for(profile(day_count=98), SEGMENT, "run", NOW, 3)

    def test_all_of_them_have_to_be_paid(self) -> None:
        assert charged_for(profile(balance=30), SEGMENT, "run", NOW, 3).balance == 0
        with pytest.raises(InsufficientCredits, match=r"cost=3 balance=2\.9"):
            charged_for(profile(balance=29), SEGMENT, "run", NOW, 3)

    def test_a_slot_that_is_theirs_already_is_no_second_one(self) -> None:
        full = profile(running=frozenset({"run", "a", "b"}))
        assert charged_for(full, SEGMENT, "run", NOW, 3).running == full.running
        with pytest.raises(RateLimited):
            charged_for(full, SEGMENT, "other", NOW, 3)

    def test_the_minute_is_not_theirs_where_their_kind_does_not_count_towards_it(self) -> None:
        assert charged_for(profile(minute_count=10), SEGMENT, "run", NOW, 3).minute_count == 10
        counted = counted_for(profile(), TRACK, NOW, 2)
        assert (counted.minute_count, counted.day_count) == (6, 7)

    def test_what_is_only_counted_knows_no_limits(self) -> None:
        full = profile(balance=0, minute_count=10, day_count=100, running=frozenset("abc"))
        assert counted_for(full, EXTENSION, NOW) == replace(full, day_count=101)
        tomorrow = DAY + timedelta(days=1)
        assert counted_for(full, EXTENSION, tomorrow).day_count == 1


def test_an_account_is_opened_once_with_its_welcome() -> None:
    known = profile()
    assert opened(known, "u", 100, NOW) == (known, ())
    fresh, first = opened(None, "u", 100, NOW, Plan.PRO)
    assert fresh == Profile("u", Plan.PRO, 100)
    assert first == (grant("u", "u.signup", 100, "signup", NOW),)
    assert opened(None, "u", 0, NOW) == (Profile("u", Plan.FREE, 0), ())
