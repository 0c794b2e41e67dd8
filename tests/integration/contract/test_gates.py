"""What a gate's item relies on, of the fake and of the real DynamoDB."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from reprise.domain.gates import Account, AtOnce, Gate, Rate, Taken
from reprise.domain.rest import Rest
from reprise.domain.states import Lane
from reprise.store.attributes import to_item
from reprise.store.dynamo import Lost, Operation, put, write
from reprise.store.gates import Gates
from reprise.store.keys import Keys
from tests.fakes.blueprint import name_of
from tests.fakes.units import UNIT, size_of
from tests.unit.domain.make import NOW

pytestmark = pytest.mark.xdist_group("contract")
ACCOUNTS = name_of("AccountsTable")
NAME = "suno:main#0"
P, S = Lane.PREMIUM, Lane.STANDARD
SECOND = timedelta(seconds=1)
LATER = NOW + 10 * SECOND


@pytest.fixture
def gates(table: Any) -> Gates:
    return Gates(table, ACCOUNTS, Account("suno:main", Rate(20, 10)))


def taken(permit: int, holder: str | None = None) -> Taken:
    return Taken(permit, NOW, LATER, holder)


def test_permits_are_taken_all_or_none_and_who_comes_too_late_sees_which_are_gone(gates: Gates) -> None:
    after, done = gates.take(NAME, [taken(0), taken(1)])
    assert (done, after.taken) == (True, {0: LATER, 1: LATER})
    after, done = gates.take(NAME, [taken(1), taken(2)])
    assert (done, after.taken) == (False, {0: LATER, 1: LATER})
    assert gates.take(NAME, [Taken(1, LATER, LATER + SECOND), taken(2)])[1], "it is free again from its moment on"


def test_all_permits_of_a_gate_are_taken_in_one_write(gates: Gates) -> None:
    after, done = gates.take(NAME, [taken(permit) for permit in range(20)])
    assert (done, set(after.taken)) == (True, set(range(20)))


def entered(gates: Gates, lane: Lane, permit: int, found: Gate) -> bool:
    """Whether a transaction of two operations takes a permit at the door."""
    other = put(ACCOUNTS, {"pk": f"made {lane} {permit}", "sk": "x"}, "attribute_not_exists(pk)")
    return written(gates, other, gates.enter(found, lane, taken(permit)))


def written(gates: Gates, *operations: Operation) -> bool:
    try:
        write(gates.client, operations)
    except Lost:
        return False
    return True


@pytest.mark.parametrize(
    ("lane", "permit", "waits", "wins"),
    [(S, 5, (), True), (S, 5, (P,), True), (S, 5, (S,), False), (S, 10, (P,), False), (S, 10, (S,), False),
     (P, 0, (S,), True), (P, 10, (S,), True), (P, 0, (P,), False)],
)  # fmt: skip
def test_the_door_takes_a_permit_unless_somebody_waits_before_it_by_now(
    gates: Gates, lane: Lane, permit: int, waits: tuple[Lane, ...], wins: bool
) -> None:
    before = gates.gate(NAME, {})
    for one in waits:
        assert written(gates, gates.mark(NAME, one, NOW))
    assert entered(gates, lane, permit, before) is wins


def test_a_permit_at_the_door_is_taken_once(gates: Gates) -> None:
    assert [entered(gates, lane, 10, gates.gate(NAME, {})) for lane in (P, S)] == [True, False]


def test_a_gate_is_leased_once_and_again_when_it_was_left_or_the_lease_is_over(gates: Gates) -> None:
    leased = gates.lease(NAME, NOW, LATER)
    assert leased
    assert leased.busy_until == LATER
    assert gates.lease(NAME, NOW + SECOND, LATER + SECOND) is None
    assert gates.lease(NAME, LATER, LATER + SECOND)
    assert gates.leave(leased, Rest(frozenset(), None))[1] is False, "it is another's by now"


def test_a_gate_is_not_leased_before_its_time(gates: Gates) -> None:
    leased = gates.lease(NAME, NOW, LATER)
    assert leased
    after, done = gates.leave(leased.after(frozenset("ab"), 3), Rest(frozenset({S}), LATER))
    assert done
    assert (after.busy_until, after.next_at, after.waiting) == (None, LATER, frozenset({S}))
    assert (after.served, after.turns) == (frozenset("ab"), 3)
    assert gates.lease(NAME, LATER - SECOND, LATER + SECOND) is None
    assert gates.lease(NAME, LATER - timedelta(seconds=0.1), LATER + SECOND)


def test_a_gate_that_was_woken_meanwhile_does_not_fall_asleep(gates: Gates) -> None:
    leased = gates.lease(NAME, NOW, LATER)
    assert leased
    woken = gates.wake(NAME, S, NOW, NOW + SECOND)
    assert (woken.wakes, woken.waked_at, woken.waiting) == (1, NOW + SECOND, frozenset({S}))
    assert woken.has_unseen
    after, done = gates.leave(leased, Rest(frozenset(), None))
    assert (after, done) == (woken, False)
    after, done = gates.leave(after.having_seen([NOW]), Rest(frozenset(), LATER))
    assert not after.has_unseen
    assert (done, after.busy_until, after.waiting, after.next_at, after.wakes) == (True, None, frozenset(), LATER, 1)


def test_a_gate_that_nobody_woke_falls_asleep(gates: Gates) -> None:
    leased = gates.lease(NAME, LATER, LATER + SECOND)
    assert leased
    after, done = gates.leave(leased, Rest(frozenset(), None))
    assert (done, after.next_at) == (True, None)


def test_a_wake_for_later_marks_no_lane(gates: Gates) -> None:
    found = gates.wake(NAME, S, LATER, NOW)
    assert (found.waiting, found.newest, found.waked_at) == (frozenset(), None, NOW)


def test_of_two_who_send_for_the_pump_one_does(gates: Gates) -> None:
    before = gates.wake(NAME, S, NOW, NOW)
    assert [gates.expect(before, LATER) for _ in range(2)] == [True, False]
    known = gates.wake(NAME, S, NOW, NOW)
    assert known.next_at == LATER
    assert [gates.expect(known, NOW) for _ in range(2)] == [True, False]


def test_a_permit_is_given_back_by_its_holder_only(table: Any) -> None:
    gates = Gates(table, ACCOUNTS, Account("suno:main", AtOnce(2)))
    assert written(gates, gates.hold(NAME, taken(1, "track.1")))
    assert gates.give_back(NAME, 1, "track.2", NOW) is None
    freed = gates.give_back(NAME, 1, "track.1", NOW)
    assert freed
    assert (freed.taken, freed.wakes) == ({}, 1)
    assert gates.give_back(NAME, 1, "track.1", NOW) is None


def test_the_gates_of_a_larger_quota_stay_known(table: Any) -> None:
    def known(permits: int) -> list[str]:
        return Gates(table, ACCOUNTS, Account("suno:main", Rate(permits, 10))).known()

    assert known(20) == [NAME]
    assert known(60) == [NAME, "suno:main#1", "suno:main#2"]
    assert known(20) == known(60)


def test_a_gates_item_with_all_its_permits_taken_stays_below_a_kilobyte(gates: Gates) -> None:
    gates.take(NAME, [taken(permit) for permit in range(20)])
    gates.wake(NAME, S, NOW, NOW)
    gates.wake(NAME, P, NOW, NOW)
    leased = gates.lease(NAME, LATER, LATER)
    assert leased
    gates.leave(leased, Rest(frozenset(Lane), LATER))
    gates.lease(NAME, LATER, LATER + SECOND)
    found = gates.client.get_item(TableName=ACCOUNTS, Key=to_item(Keys.gate(NAME)))
    assert size_of(found["Item"]) < UNIT
