"""Something breaks for a while, and songs are posted all the time: none is lost, none is wrong, and it passes.

`python -m tests.simulation.outages` does the same with fifty posts a second, and longer.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from tests.simulation.outages import OUTAGES, Figures, Outage, suffered

EACH_SECOND = 1
BEYOND_THE_DEADLINE = 11
HIDDEN_MINUTES = 3
"""How long a copy that failed is not tried again."""
SERVICES = [replace(one, minutes=one.minutes / 3, before=2, after=8) for one in OUTAGES if not one.replies]
PROVIDER = [replace(one, minutes=BEYOND_THE_DEADLINE, before=2, after=1) for one in OUTAGES if one.replies]


@cache
def found(outage: Outage) -> Figures:
    return suffered(outage, EACH_SECOND)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("outage", [*SERVICES, *PROVIDER], ids=lambda one: one.name)
def test_nothing_is_lost_and_nothing_is_wrong(outage: Outage) -> None:
    figures = found(outage)
    assert (figures.lost, figures.wrong) == (0, "")
    assert figures.posts == EACH_SECOND * 60 * (outage.before + outage.minutes + outage.after)
    answered(outage, figures)


def answered(outage: Outage, figures: Figures) -> None:
    """Posts are taken while anything but the tables is down; without the tables none is, and nothing is begun."""
    told = {answer.partition(" ")[0] for answer in figures.meanwhile}
    if outage.service == "dynamodb":
        assert "500" in told
        assert told <= {"202", "500"}
        assert (figures.unannounced == 0) is (told == {"500"})
    else:
        assert told == {"202"}
        assert figures.unannounced == 0


@pytest.mark.timeout(600)
@pytest.mark.parametrize("outage", SERVICES, ids=lambda one: one.name)
def test_without_a_service_for_a_while_all_that_was_taken_is_made_and_soon_all_is_as_before(outage: Outage) -> None:
    figures = found(outage)
    assert set(figures.ends) == {"completed"}
    assert figures.normal is not None
    assert figures.normal <= outage.minutes + HIDDEN_MINUTES + 1
