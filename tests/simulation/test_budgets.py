"""What a track's whole life costs when nothing goes wrong; `python -m tests.simulation.life` prints it step by step."""

from __future__ import annotations

import pytest

from tests.simulation.life import LYRICS, STAGES, WRITING, Step, life, whole

BUDGET = 25
"""Write units that a track's whole life is to cost, its words aside."""
UNIT = 1024
"""Bytes that one unit writes."""
TO_COME = 90
"""Bytes of a track's item that are kept free for the attributes of the next releases."""
LOG_ENTRY = "dynamodb.PutItem"
"""A callback that its token proves is put into its log, on a thread of its own, while the decision is committed."""


@pytest.fixture(scope="module", params=["", LYRICS], ids=["no lyrics", "1,500 characters"])
def steps(request: pytest.FixtureRequest) -> dict[str, Step]:
    return life(request.param)


def test_a_life_without_lyrics_costs_at_most_25_write_units() -> None:
    assert whole(life()) <= BUDGET


def test_a_life_with_lyrics_of_1500_characters_costs_at_most_36_write_units() -> None:
    assert whole(life(LYRICS)) <= 36


def test_a_track_without_lyrics_is_one_unit_all_its_life_with_room_to_spare() -> None:
    largest = {name: step.largest for name, step in life().items() if step.largest}
    assert set(largest) == set(WRITING)
    assert max(largest.values()) + TO_COME <= UNIT


def test_a_repeated_callback_writes_its_log_entry_and_nothing_else(steps: dict[str, Step]) -> None:
    assert {name.partition("-")[2] for name, units in steps["repeated"].units.items() if units} == {"CallbacksTable"}


def test_a_request_takes_three_round_trips_and_the_provider(steps: dict[str, Step]) -> None:
    assert [name for name in steps["post"].calls if name != "provider.submit"] == [
        "dynamodb.BatchGetItem",
        "dynamodb.TransactWriteItems",
        "dynamodb.PutItem",
    ]


@pytest.mark.parametrize("stage", STAGES)
def test_a_callback_takes_two_round_trips_one_after_the_other(steps: dict[str, Step], stage: str) -> None:
    read, log, *others = steps[stage].calls
    assert (read, log, len(others)) == ("dynamodb.GetItem", LOG_ENTRY, 1)


def test_all_copies_take_one_invocation_and_one_commit(steps: dict[str, Step]) -> None:
    calls = [name for name in steps["copies"].calls if name.startswith("dynamodb.")]
    assert calls == ["dynamodb.GetItem", "dynamodb.PutItem"]
    assert steps["copies"].units.total() <= 4


def test_a_repeated_callback_takes_its_read_and_its_log_entry(steps: dict[str, Step]) -> None:
    assert steps["repeated"].calls == ["dynamodb.GetItem", LOG_ENTRY]


@pytest.mark.parametrize("read", ["read", "signed"])
def test_showing_and_signing_take_one_round_trip(steps: dict[str, Step], read: str) -> None:
    assert (steps[read].calls, steps[read].units.total()) == (["dynamodb.GetItem"], 0)
