"""Whatever happens to journeys: each ends ready, failed or cancelled, and only what was delivered is paid for."""

from __future__ import annotations

import pytest

from tests.simulation.journey_stories import tell

pytestmark = pytest.mark.timeout(1200)
PARTS = 4
JOURNEYS_OF_A_PART = 500
"""Together two thousand journeys."""


@pytest.mark.parametrize("part", range(PARTS))
def test_every_story_of_journeys_ends_well(part: int) -> None:
    journeys, seed = 0, part
    while journeys < JOURNEYS_OF_A_PART:
        try:
            journeys += tell(seed)["journeys"]
        except BaseException as error:
            error.add_note(f"again: python -m tests.simulation.journey_soak --seed {seed} --journeys 1")
            raise
        seed += PARTS
    assert PARTS * journeys >= 2_000
