"""A quota as permits in gates: their number, each lane's share of them, who gets which, and when they come back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprise.domain.gates import LARGEST, PROMPT, Account, AtOnce, Gate, Rate, Taken, home_of
from reprise.domain.track import Lane
from tests.unit.domain import make
from tests.unit.domain.make import NOW

P, S = Lane.PREMIUM, Lane.STANDARD
SUNO = Account("suno:main", Rate(20, 10))
IDS = [f"{number:032x}" for number in range(200)]


def in_seconds(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def gate(size: int = 20, taken: tuple[int, ...] = (), *waiting: Lane, seconds: float = 5) -> Gate:
    """A gate where some permits are taken for so long, and some lanes wait."""
    return Gate("suno:main#0", size, dict.fromkeys(taken, in_seconds(seconds)), frozenset(waiting))


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
