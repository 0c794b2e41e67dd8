"""A cancelled task whose provider had taken it: paid back, counted, and still in its slot."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from reprise.domain.accounts import cancelled_for
from reprise.domain.operations import LYRICS, TRACK
from tests.unit.domain.test_accounts import NOW, profile


def test_it_is_paid_back_and_counted_and_keeps_its_slot() -> None:
    assert cancelled_for(profile(cancels=2), TRACK, 10, NOW, NOW) == profile(
        balance=110, day_count=4, day_used=40, cancels=3
    )


def test_what_never_counted_towards_the_day_still_does_not() -> None:
    assert cancelled_for(profile(), LYRICS, 1, NOW, NOW) == profile(balance=101, cancels=1)


@pytest.mark.parametrize("ordered_at", [NOW, NOW + timedelta(days=1)])
def test_another_day_begins_with_none(ordered_at: datetime) -> None:
    tomorrow = NOW + timedelta(days=1)
    after = cancelled_for(profile(cancels=3), TRACK, 10, ordered_at, tomorrow)
    assert (after.balance, after.cancels, after.day_count, after.day_used) == (110, 1, 0, 0)
    assert profile(cancels=3).at(tomorrow).cancels == 0
