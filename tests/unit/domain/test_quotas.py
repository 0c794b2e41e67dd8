"""A provider's account: its quota as permits in gates, which gate is whose, and when a permit comes back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprise.domain.gates import LARGEST, PROMPT, Account, AtOnce, Rate, Taken, home_of, number_of
from tests.unit.domain import make
from tests.unit.domain.make import NOW
from tests.unit.domain.test_gates import IDS, in_seconds

SUNO = Account("suno:main", Rate(20, 10))


@pytest.mark.parametrize(
    ("permits", "sizes"),
    [(1, [1]), (20, [20]), (21, [11, 10]), (30, [15, 15]), (50, [17, 17, 16]), (1000, [20] * 50)],
)
def test_permits_stand_in_as_few_gates_as_hold_them_in_even_parts(permits: int, sizes: list[int]) -> None:
    account = Account("suno:main", Rate(permits, 10))
    assert [account.size(one) for one in account.gates] == sizes
    assert account.gates[0] == "suno:main#0"


@given(st.integers(1, 3000))
def test_no_permit_is_lost_or_doubled(permits: int) -> None:
    sizes = [Account("a", AtOnce(permits)).size(one) for one in Account("a", AtOnce(permits)).gates]
    assert (sum(sizes), max(sizes) <= LARGEST, max(sizes) - min(sizes) <= 1) == (permits, True, True)


def test_a_gate_that_is_no_more_has_no_permits() -> None:
    assert (SUNO.size("suno:main#1"), SUNO.size("other:main#0")) == (0, 0)


@pytest.mark.parametrize(
    ("name", "gate", "owned"),
    [
        ("suno:main", "suno:main#0", True),
        ("suno:main", "suno:main#7", True),
        ("suno:main", "suno:other#0", False),
        ("suno:main", "suno#0", False),
        ("suno:a#b", "suno:a#b#0", True),
    ],
)
def test_a_gate_is_the_accounts_that_it_is_named_after_even_if_it_is_no_more(
    name: str, gate: str, *, owned: bool
) -> None:
    assert Account(name, Rate(20, 10)).owns(gate) is owned


@pytest.mark.parametrize(("gate", "number"), [("suno:main#0", 0), ("suno:main#12", 12), ("suno:a#b#3", 3)])
def test_the_number_of_a_gate_is_what_its_name_ends_with(gate: str, number: int) -> None:
    assert number_of(gate) == number


def test_new_tracks_are_spread_over_all_gates() -> None:
    account = Account("suno:main", Rate(100, 10))
    assert {account.gate_of(track_id) for track_id in IDS} == set(account.gates)


def test_a_track_that_is_older_than_gates_belongs_to_the_first() -> None:
    assert home_of(make.queued()) == "suno:main#0"
    assert home_of(make.queued(gate="suno:main#7")) == "suno:main#7"


def test_a_permit_of_a_rate_comes_back_later_than_the_quota_asks_by_more_than_its_call_may_take() -> None:
    taken = SUNO.take(3, make.sending(), NOW)
    assert taken == Taken(3, NOW, in_seconds(11), None)
    assert taken.until - timedelta(seconds=10) > NOW + PROMPT


def test_a_permit_of_a_task_has_a_holder_and_comes_back_by_itself_only_after_the_deadline() -> None:
    track = make.sending(attempts=2)
    account = Account("a:main", AtOnce(4))
    assert account.lends
    assert account.take(0, track, NOW) == Taken(0, NOW, track.deadline_at + timedelta(minutes=2), "track-1.2")
