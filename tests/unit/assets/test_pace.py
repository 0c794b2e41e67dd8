"""When a fetch is too slow; no clock runs here."""

from __future__ import annotations

import pytest

from reprise.providers.assets import FetchRules
from reprise.providers.assets.watchdog import Pace

pytestmark = pytest.mark.unit
RULES = FetchRules(total_seconds=60, min_bytes_per_second=100, window_seconds=10)


def test_the_first_window_is_the_grace() -> None:
    assert Pace(RULES, 1000.0).verdict(1009.9, 0) is None
    assert Pace(RULES, 1000.0).verdict(1010.0, 0) == "too_slow"


def test_every_window_has_to_bring_its_share() -> None:
    pace = Pace(RULES, 1000.0)
    assert pace.verdict(1010.0, 1_000_000) is None
    assert pace.verdict(1019.0, 1_000_010) is None
    assert pace.verdict(1020.0, 1_000_999) == "too_slow"


def test_the_minimum_rate_is_enough_until_the_deadline() -> None:
    pace = Pace(RULES, 1000.0)
    assert [pace.verdict(1000.0 + t, 100 * t) for t in range(10, 60, 10)] == [None] * 5
    assert pace.verdict(1060.0, 6000) == "deadline"
