"""How a pump leaves its gate: who waits still, when it looks again, and when it may sleep."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from reprise.domain.gates import Gate
from reprise.domain.rest import Rest, Seen, rest
from reprise.domain.states import Lane
from reprise.domain.turns import Waiting
from tests.unit.domain.make import NOW

P, S = Lane.PREMIUM, Lane.STANDARD
BOTH, NONE = frozenset(Lane), frozenset[Lane]()


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def gate(woken: float | None = None, *waiting: Lane) -> Gate:
    """Two permits: premium's comes back in 3 seconds, standard's in 7. It was woken so many seconds ago."""
    waked_at = None if woken is None else at(-woken)
    return Gate("a#0", 2, {0: at(3), 1: at(7)}, frozenset(waiting), wakes=1, waked_at=waked_at)


def seen(
    premium: tuple[float, ...] = (), standard: tuple[float, ...] = (), woken_since: bool = False, anything: bool = False
) -> Seen:
    """Places that come due in so many seconds."""
    left = {
        lane: [Waiting(f"{lane} {due}", "u", at(due)) for due in dues] for lane, dues in ((P, premium), (S, standard))
    }
    return Seen(left, anything=anything or bool(premium or standard), woken_since=woken_since)


@pytest.mark.parametrize(
    ("found", "known", "left"),
    [
        # Nobody waits, and nobody can have been overlooked: the gate sleeps.
        (gate(), seen(), Rest(NONE, None)),
        (gate(5), seen(), Rest(NONE, None)),
        (gate(5, P, S), seen(), Rest(NONE, None)),
        # Whose time has come waits for a permit of its lane; whose has not, closes no door.
        (gate(9), seen((-1,), ()), Rest(frozenset({P}), at(3))),
        (gate(9), seen((-1,), (0,)), Rest(BOTH, at(3))),
        (gate(9), seen((), (-5, -4)), Rest(frozenset({S}), at(7))),
        (gate(9), seen((2,), ()), Rest(NONE, at(3))),
        (gate(9), seen((), (20,)), Rest(NONE, at(20))),
        # Woken a moment ago: whom the index does not show yet is looked for, until it must have shown him.
        (gate(2), seen(), Rest(NONE, at(1))),
        (gate(2), seen(anything=True), Rest(NONE, at(3))),
        (gate(4.5), seen(anything=True), Rest(NONE, at(1))),
        # The door stays shut for those of whom it was told and whom nobody has seen yet.
        (replace(gate(2, S), newest=at(-3)), seen(anything=True), Rest(frozenset({S}), at(3))),
        (replace(gate(1, P), newest=at(-3)), seen(anything=True), Rest(frozenset({P}), at(3))),
        (replace(gate(2, S), newest=at(-3), seen=at(-4)), seen(anything=True), Rest(frozenset({S}), at(3))),
        (replace(gate(2, S), newest=at(-3), seen=at(-3)), seen(anything=True), Rest(NONE, at(3))),
        (replace(gate(5, S), newest=at(-6)), seen(anything=True), Rest(NONE, None)),
        # Woken since the lines were read: marks stay, and it does not sleep.
        (gate(9, S), seen(woken_since=True), Rest(frozenset({S}), at(1))),
        (gate(9), seen((), (20,), woken_since=True), Rest(NONE, at(1))),
    ],
)
def test_how_a_pump_leaves_its_gate(found: Gate, known: Seen, left: Rest) -> None:
    assert rest(found, known, NOW) == left


def test_a_pump_never_looks_again_at_once() -> None:
    assert rest(replace(gate(9), taken={}), seen((-1,)), NOW) == Rest(frozenset({P}), at(1))
