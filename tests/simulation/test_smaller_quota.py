"""A quota that shrinks takes gates away: what waits there goes to those that are left."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulation import seams
from tests.simulation.test_pumps import SECOND, lose_messages
from tests.simulation.waiting import calls_at, crowded, later, most_in_window, post

LONG: dict[str, Any] = {"GENERATION_TIMEOUT_SECONDS": "36000"}


@pytest.mark.parametrize("lost", [False, True])
def test_when_the_quota_shrinks_what_waits_at_gates_that_are_no_more_goes_elsewhere(*, lost: bool) -> None:
    with crowded(SUNO_REQUESTS_PER_10_SECONDS="60", **LONG) as place:
        for number in range(300):
            post(place, f"user-{number}")
        later(place, 65)
        sent = place.cloud.provider.submits.total()
        assert sent < 300
        place.functions = seams.functions(place.cloud, place.chance, **LONG, SUNO_REQUESTS_PER_10_SECONDS="20")
        if lost:
            lose_messages(place)
        changed = place.cloud.clock.now
        later(place, 300)
        moments = [moment for moment in calls_at(place) if moment > changed + 11 * SECOND]
        assert most_in_window(moments) <= 20
        assert place.cloud.provider.submits.total() == 300
