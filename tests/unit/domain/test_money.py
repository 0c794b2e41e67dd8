"""Amounts are whole tenths, and every entry has an id that makes a second one impossible."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprise.domain.credits import Entry, EntryType, as_number, charge, grant, refund
from reprise.domain.operations import OPERATIONS
from tests.unit.domain.make import NOW


def test_what_a_task_costs() -> None:
    half = dict.fromkeys(("extend", "replace", "cover", "vocals", "instrumental", "merge", "stems", "wav", "video"), 5)
    free = dict.fromkeys(("recover", "words", "persona", "extension"), 0)
    costs = {"track": 10, "lyrics": 1, "segment": 10, **half, **free}
    assert {name: row.cost for name, row in OPERATIONS.items()} == costs


def test_the_charge_of_a_track() -> None:
    expected = Entry("t.charge", "u", -10, EntryType.CHARGE, "track", NOW, "t")
    assert charge("u", "t", 10, "track", NOW) == expected


def test_the_refund_of_a_track() -> None:
    expected = Entry("t.refund", "u", 10, EntryType.REFUND, "timeout", NOW, "t")
    assert refund("u", "t", 10, "timeout", NOW) == expected


def test_a_grant_belongs_to_no_track() -> None:
    assert grant("u", "g", 5, "gift", NOW) == Entry("g", "u", 5, EntryType.GRANT, "gift", NOW, None)
    assert [kind.value for kind in EntryType] == ["grant", "charge", "refund"]


@pytest.mark.parametrize(
    ("tenths", "shown"),
    [(0, "0"), (1, "0.1"), (5, "0.5"), (10, "1"), (11, "1.1"), (-5, "-0.5"), (-20, "-2"), (3, "0.3")],
)
def test_an_amount_as_json_shows_it(tenths: int, shown: str) -> None:
    assert repr(as_number(tenths)) == shown


@given(st.integers(-(10**9), 10**9))
def test_no_amount_shows_a_binary_fraction(tenths: int) -> None:
    assert Decimal(repr(as_number(tenths))) * 10 == tenths
