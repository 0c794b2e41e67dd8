"""Whose turn it is: everybody's first, then everybody's second; and a round goes on where the last pump left it."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprise.domain.turns import Turn, Waiting, in_turn, served_after
from tests.unit.domain.make import NOW


def line(*names: str) -> list[Waiting]:
    """Tracks named `a1` of user `a`, in the order in which their time came."""
    return [Waiting(name, name[0], NOW + timedelta(seconds=number)) for number, name in enumerate(names)]


def names(turns: list[Turn]) -> list[str]:
    return [turn.place.track_id for turn in turns]


@pytest.mark.parametrize(
    ("waiting", "order"),
    [
        ([], []),
        (["a1"], ["a1"]),
        (["a1", "a2", "b1"], ["a1", "b1", "a2"]),
        (["a1", "a2", "a3", "b1", "b2", "c1"], ["a1", "b1", "c1", "a2", "b2", "a3"]),
        (["z", "y", "x"], ["z", "y", "x"]),
    ],
)
def test_everybodys_first_comes_before_anybodys_second(waiting: list[str], order: list[str]) -> None:
    assert names(in_turn(line(*waiting), ())) == order
    assert names(in_turn(reversed(line(*waiting)), ())) == order


def test_who_has_had_a_turn_in_this_round_waits_for_the_next() -> None:
    assert names(in_turn(line("a2", "a3", "b1", "c1"), {"a"})) == ["b1", "c1", "a2", "a3"]


def test_rounds_are_counted_from_the_one_under_way() -> None:
    a1, a2, a3, b1 = line("a1", "a2", "a3", "b1")
    assert in_turn([a1, a2, a3, b1], {"b"}) == [Turn(0, a1), Turn(1, a2), Turn(1, b1), Turn(2, a3)]


@pytest.mark.parametrize(
    ("sent", "before", "after"),
    [
        ([], {"a", "x"}, {"a"}),
        (["a1"], set(), {"a"}),
        (["b1"], {"a"}, {"a"}),  # of b nothing waits any more
        (["a1", "b1", "c1", "a2"], set(), {"a"}),
        (["b1", "c1", "a1", "a2"], {"a"}, {"a"}),
    ],
)
def test_a_round_goes_on_from_wake_to_wake(sent: list[str], before: set[str], after: set[str]) -> None:
    turns = in_turn(line("a1", "a2", "a3", "b1", "c1", "c2"), before)
    assert served_after(turns, sent, before) == after


@given(st.lists(st.sampled_from("abcde"), max_size=40), st.lists(st.integers(1, 5), min_size=40, max_size=40))
def test_in_whatever_portions_a_line_is_sent_its_order_is_that_of_one_go(users: list[str], portions: list[int]) -> None:
    seen: Counter[str] = Counter()
    waiting = []
    for user in users:
        seen[user] += 1
        waiting.append(f"{user}{seen[user]:02}")
    at_once = names(in_turn(line(*waiting), ()))
    sent: list[str] = []
    served: frozenset[str] = frozenset()
    places = line(*waiting)
    for portion in portions:
        turns = in_turn(places, served)
        gone = names(turns)[:portion]
        served = served_after(turns, gone, served)
        places = [place for place in places if place.track_id not in gone]
        sent += gone
    assert sent == at_once
