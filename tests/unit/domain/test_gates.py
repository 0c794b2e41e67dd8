"""The permits of a gate: each lane's share of them, who gets which, and what a pump keeps of its gate."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprise.domain.gates import Gate
from reprise.domain.states import Lane
from tests.unit.domain.make import NOW

P, S = Lane.PREMIUM, Lane.STANDARD
IDS = [f"{number:032x}" for number in range(200)]


def in_seconds(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def gate(size: int = 20, taken: tuple[int, ...] = (), *waiting: Lane, seconds: float = 5) -> Gate:
    """A gate where some permits are taken for so long, and some lanes wait."""
    return Gate("suno:main#0", size, dict.fromkeys(taken, in_seconds(seconds)), frozenset(waiting))


@pytest.mark.parametrize(
    ("size", "premium", "standard"),
    [(20, [*range(5), *range(10, 20)], [*range(5, 10), *range(10, 20)]), (4, [0, 2, 3], [1, 2, 3]), (3, [0, 2], [1, 2]),
     (2, [0], [1]), (1, [0], [0]), (0, [], [])],
)  # fmt: skip
def test_a_quarter_is_premiums_own_a_quarter_standards_and_the_rest_either_lanes(
    size: int, premium: list[int], standard: list[int]
) -> None:
    assert (gate(size).free(P, NOW), gate(size).free(S, NOW)) == (premium, standard)


def test_a_permit_is_free_from_its_moment_on() -> None:
    assert gate(2, (0,), seconds=0).free(P, NOW) == [0]
    assert gate(2, (0,), seconds=0.000001).free(P, NOW) == []
    assert (gate(2, (0,)).opens_at(P, NOW), gate(2, (0,)).opens_at(S, NOW)) == (in_seconds(5), NOW)
    assert gate(0).opens_at(P, NOW) == NOW  # without permits there is no moment to wait for


def doors(found: Gate, lane: Lane) -> set[int | None]:
    """Which permits new tracks of a lane get."""
    return {found.at_the_door(lane, track_id, NOW) for track_id in IDS}


@pytest.mark.parametrize(
    ("found", "premium", "standard"),
    [
        (gate(), set(range(5)), set(range(5, 10))),
        (gate(20, tuple(range(10))), set(range(10, 20)), set(range(10, 20))),
        (gate(20, tuple(range(20))), {None}, {None}),
        (gate(20, (), S), set(range(5)), {None}),
        (gate(20, tuple(range(5)), S), set(range(10, 20)), {None}),
        (gate(20, (), P), {None}, set(range(5, 10))),
        (gate(20, tuple(range(5, 10)), P), {None}, {None}),
        (gate(20, (), P, S), {None}, {None}),
        (gate(1), {0}, {0}),
        (gate(1, (), S), {None}, {None}),
        (gate(0), {None}, {None}),
    ],
)
def test_at_the_door_a_lanes_own_permits_come_first_and_nobody_overtakes(
    found: Gate, premium: set[int | None], standard: set[int | None]
) -> None:
    assert (doors(found, P), doors(found, S)) == (premium, standard)


@given(st.integers(1, 20), st.sets(st.integers(0, 19)), st.sets(st.sampled_from(Lane)), st.sampled_from(Lane))
def test_what_is_given_at_the_door_is_free_and_nobody_waits_before_it(
    size: int, taken: set[int], waiting: set[Lane], lane: Lane
) -> None:
    found = gate(size, tuple(taken), *waiting)
    permit = found.at_the_door(lane, IDS[0], NOW)
    if permit is not None:
        assert permit in found.free(lane, NOW)
        assert lane not in waiting
        assert not found.bars(lane, permit) & waiting


@given(st.integers(1, 20), st.sets(st.integers(0, 19)), st.integers(0, 30), st.integers(0, 30), st.integers(0, 3))
def test_of_those_who_wait_each_lane_is_sure_of_its_share_and_premium_comes_first(
    size: int, taken: set[int], premium: int, standard: int, turns: int
) -> None:
    found = replace(gate(size, tuple(taken)), turns=turns)
    wanted = {P: [f"p{number}" for number in range(premium)], S: [f"s{number}" for number in range(standard)]}
    given_ = found.allot(wanted, NOW)
    check_shares(found, wanted, given_)
    assert set(given_) <= set(range(size)) - taken


def check_shares(found: Gate, wanted: dict[Lane, list[str]], given_: dict[int, str]) -> None:
    first, second = got_by(P, found, given_), got_by(S, found, given_)
    assert len(first) + len(second) == len(given_)
    assert sorted(first) == sorted(wanted[P][: len(first)]), "in their order"
    assert sorted(second) == sorted(wanted[S][: len(second)]), "in their order"
    if found.size > 1:
        free_premium = set(found.free(P, NOW))
        assert len(first) == min(len(wanted[P]), len(free_premium))
        assert len(second) >= min(len(wanted[S]), len(set(found.free(S, NOW)) - free_premium))


def got_by(lane: Lane, found: Gate, given_: dict[int, str]) -> list[str]:
    """Who of a lane was given one of the permits that are free for it."""
    names = [given_[permit] for permit in found.free(lane, NOW) if permit in given_]
    return [name for name in names if name.startswith(lane[0])]


def test_a_lane_where_nobody_waits_gets_nothing() -> None:
    assert gate(4).allot({P: ["p0", "p1", "p2", "p3"]}, NOW) == {0: "p0", 2: "p1", 3: "p2"}
    assert gate(4).allot({S: ["s0"]}, NOW) == {1: "s0"}
    assert gate(4).allot({}, NOW) == {}


def test_a_gate_counts_the_turns_up_to_four_and_keeps_who_was_served() -> None:
    found = replace(gate(), turns=2, served=frozenset("a"))
    assert found.after(frozenset("bc"), 1) == replace(found, turns=3, served=frozenset("bc"))
    assert found.after(frozenset("b"), 7) == replace(found, turns=1, served=frozenset("b"))


def test_a_pump_takes_over_what_others_changed_and_goes_on_with_its_own_reckoning() -> None:
    pumps = replace(gate(20, (1,)), wakes=1, turns=3, served=frozenset("a"), seen=NOW)
    by_now = replace(gate(20, (1, 2), S), wakes=5, waked_at=NOW, newest=NOW, busy_until=in_seconds(9), turns=1)
    assert pumps.as_of(by_now) == replace(by_now, turns=3, served=frozenset("a"), seen=NOW)


def test_a_gate_knows_whether_somebody_has_not_been_seen_yet() -> None:
    told = replace(gate(), newest=NOW)
    assert (gate().has_unseen, told.has_unseen) == (False, True)
    assert told.having_seen([in_seconds(-1)]).has_unseen
    assert not told.having_seen([in_seconds(-1), NOW]).having_seen([in_seconds(-2)]).has_unseen
    assert gate().having_seen([]).seen is None


def test_of_a_single_permit_every_fourth_turn_is_standards() -> None:
    found, order = gate(1), []
    for _ in range(8):
        ((_, lane),) = found.allot({P: ["premium"], S: ["standard"]}, NOW).items()
        order.append(lane)
        found = found.after(frozenset(), 1)
    assert order == (["premium"] * 3 + ["standard"]) * 2


@pytest.mark.parametrize(
    ("busy", "next_at", "moment", "comes"),
    [
        (None, None, 0, False),
        (None, 0, 0, True),
        (None, 1, 0, True),
        (None, 1.1, 0, False),
        (None, 5, 5, True),
        (None, -30, 0, True),
        (None, -30.1, 0, False),
        (5, None, 0, True),
        (0, None, 0, False),
        (5, -60, 0, True),
    ],
)
def test_a_pump_is_sent_for_unless_one_works_or_comes_in_time(
    busy: float | None, next_at: float | None, moment: float, *, comes: bool
) -> None:
    looks, leaves = (None if seconds is None else in_seconds(seconds) for seconds in (next_at, busy))
    found = replace(gate(), next_at=looks, busy_until=leaves)
    assert found.is_looked_at(in_seconds(moment), NOW) is comes
