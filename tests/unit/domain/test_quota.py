"""The provider's quota: so many calls in any ten seconds, a quarter of them premium's own; and whose turn it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprise.domain.quota import WINDOW, Quota, free_at, share, take
from reprise.domain.turns import in_turn
from tests.unit.domain.make import NOW


def ago(*seconds: float) -> Quota:
    return Quota("suno", tuple(NOW - timedelta(seconds=each) for each in seconds), rev=4)


def test_the_window_is_ten_seconds() -> None:
    assert timedelta(seconds=10) == WINDOW


def test_a_call_is_taken_down() -> None:
    assert take(ago(3, 1), 3, NOW) == Quota("suno", (*ago(3, 1).sent_at, NOW), rev=4)


@pytest.mark.parametrize(("allowed", "fits"), [(2, False), (3, True)])
def test_as_many_as_allowed_and_no_more(allowed: int, fits: bool) -> None:
    assert (take(ago(3, 1), allowed, NOW) is not None) is fits


def test_calls_of_ten_seconds_ago_do_not_count_any_more() -> None:
    assert take(ago(10, 1), 2, NOW) == Quota("suno", (*ago(1).sent_at, NOW), rev=4)
    assert take(ago(9.999999, 1), 2, NOW) is None


@pytest.mark.parametrize(
    ("sent", "allowed", "wait"),
    [((), 1, 0), ((4,), 2, 0), ((4,), 1, 6), ((9, 4, 1), 3, 1), ((9, 4, 1), 2, 6), ((9, 4, 1), 1, 9), ((10,), 1, 0)],
)
def test_the_next_call_fits_when_enough_are_ten_seconds_old(sent: tuple[int, ...], allowed: int, wait: int) -> None:
    assert free_at(ago(*sent), allowed, NOW) == NOW + timedelta(seconds=wait)
    assert free_at(ago(*reversed(sent)), allowed, NOW) == NOW + timedelta(seconds=wait)


@given(st.lists(st.floats(0, 20), max_size=8), st.integers(1, 5))
def test_at_the_moment_promised_a_call_fits(sent: list[float], allowed: int) -> None:
    quota = ago(*sent)
    assert take(quota, allowed, free_at(quota, allowed, NOW)) is not None


@pytest.mark.parametrize(("allowed", "standard"), [(20, 15), (4, 3), (3, 3), (8, 6), (7, 6), (1, 1), (0, 1)])
def test_a_quarter_is_premiums_own(allowed: int, standard: int) -> None:
    assert share(allowed, premium=False) == standard
    assert share(allowed, premium=True) == allowed


@pytest.mark.parametrize(
    ("waiting", "order"),
    [
        ([], []),
        ([("a1", "a")], ["a1"]),
        ([("a1", "a"), ("a2", "a"), ("b1", "b")], ["a1", "b1", "a2"]),
        ([("a1", "a"), ("a2", "a"), ("a3", "a"), ("b1", "b"), ("b2", "b"), ("c1", "c")],
         ["a1", "b1", "c1", "a2", "b2", "a3"]),
        ([("z", "a"), ("y", "b"), ("x", "c")], ["z", "y", "x"]),
    ],
)  # fmt: skip
def test_everybodys_first_comes_before_anybodys_second(waiting: list[tuple[str, str]], order: list[str]) -> None:
    assert in_turn(waiting) == order
