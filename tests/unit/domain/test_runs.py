"""Every event at every status of a run: what it becomes, what its dates say, and what never happens."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from reprise.domain import run_events as rn
from reprise.domain.run_events import Event
from reprise.domain.run_lifecycle import LOOK_EVERY, SLOT_LOOK, apply
from reprise.domain.runs import Run, RunStatus
from tests.unit.domain import make_runs as make
from tests.unit.domain.make import BEFORE, NOW

OTHERS = ("s0", "t1", "s2")
STATES: dict[str, Run] = {
    "fresh": make.fresh(),
    "moving": make.moving(),
    "ready": make.ready(),
    "failed": make.failed(),
    "failed, not cleared": make.failed(due_at=BEFORE),
    "cancelled": make.cancelled(),
    "deleted": make.deleted(),
}
EVENTS: dict[str, Event] = {
    "started": rn.Started(OTHERS, 10, 5),
    "died": rn.Died(1),
    "another died": rn.Died(2),
    "extended": rn.Extended("x0"),
    "ended ready": rn.Ended(RunStatus.READY, 1),
    "ended failed": rn.Ended(RunStatus.FAILED, 1),
    "another ended": rn.Ended(RunStatus.READY, 2),
    "noted": rn.Noted(suds_mid=4),
    "cancelled": rn.Cancelled(),
    "deleted": rn.Deleted(),
    "cleared": rn.Cleared(),
    "looked": rn.Looked(),
}
# What is not listed changes nothing; "same" keeps the status.
MOVES = {
    ("fresh", "started"): "creating",
    ("fresh", "cancelled"): "cancelled",
    ("moving", "started"): "creating",
    ("moving", "died"): "same",
    ("moving", "extended"): "same",
    ("moving", "ended ready"): "ready",
    ("moving", "ended failed"): "failed",
    ("moving", "cancelled"): "cancelled",
    ("failed", "started"): "creating",
    ("failed, not cleared", "started"): "creating",
}
MOVES |= {(state, "noted"): "same" for state in STATES if state != "deleted"}
MOVES |= {(state, "deleted"): "same" for state in STATES if state != "deleted"}
MOVES |= {(state, "cleared"): "same" for state in ("ready", "failed, not cleared", "deleted")}
MOVES |= {(state, "looked"): "same" for state in ("moving", "ready", "failed, not cleared", "deleted")}
CASES = [(state, event, MOVES.get((state, event), "=")) for state in STATES for event in EVENTS]


def after(run: Run, event: Event) -> Run:
    return apply(run, event, NOW)


@pytest.mark.parametrize(("state", "event", "outcome"), CASES)
def test_an_event_in_a_state_leads_to(state: str, event: str, outcome: str) -> None:
    before, changed = STATES[state], after(STATES[state], EVENTS[event])
    if outcome == "=":
        assert changed is before
    else:
        assert changed.status == (before.status if outcome == "same" else outcome)
        assert (changed.rev, changed.updated_at) == (before.rev + 1, NOW)


@pytest.mark.parametrize(("state", "event", "outcome"), CASES)
def test_a_run_that_is_over_is_looked_after_until_it_is_cleared(state: str, event: str, outcome: str) -> None:
    before, changed = STATES[state], after(STATES[state], EVENTS[event])
    if changed.over and not before.over:
        assert changed.due_at == NOW + SLOT_LOOK
    assert changed.is_cleared is (changed.over and changed.due_at is None)
    if event == "cleared" and outcome != "=":
        assert changed.is_cleared


@pytest.mark.parametrize("state", STATES)
def test_what_was_charged_and_spent_only_grows(state: str) -> None:
    for event in EVENTS.values():
        before, changed = STATES[state], after(STATES[state], event)
        assert (changed.charged, changed.returned) >= (before.charged, before.returned)
        assert changed.execution >= before.execution


def test_a_run_is_set_in_motion_with_its_tracks_and_what_they_cost() -> None:
    segments = ("a", "b", "c")
    assert after(make.fresh(), rn.Started(segments, 30)) == make.fresh(
        segments=segments, execution=1, charged=30, started_at=NOW, due_at=NOW + LOOK_EVERY, updated_at=NOW, rev=5
    )
    assert timedelta(minutes=5) == LOOK_EVERY
    assert timedelta(minutes=1) == SLOT_LOOK


def test_a_failed_run_that_is_started_again_remembers_when_it_began_and_what_came_back() -> None:
    assert after(make.failed(charged=30), rn.Started(OTHERS, 10, 10)) == make.failed(
        status=RunStatus.CREATING,
        segments=OTHERS,
        replaced=("s1",),
        execution=2,
        charged=40,
        returned=10,
        started_at=BEFORE,
        failed_at=None,
        due_at=NOW + LOOK_EVERY,
        updated_at=NOW,
        rev=5,
    )


def test_when_an_execution_dies_the_next_takes_over_with_the_same_tracks() -> None:
    assert after(make.moving(), rn.Died(1)) == make.moving(execution=2, due_at=NOW + LOOK_EVERY, updated_at=NOW, rev=5)


def test_what_was_replaced_is_remembered_over_all_starts() -> None:
    twice = after(make.failed(replaced=("r0",)), rn.Started(OTHERS))
    assert (twice.replaced, twice.tracks) == (("r0", "s1"), OTHERS)
    assert after(make.moving(), rn.Started(make.SEGMENTS)).replaced == ()


@pytest.mark.parametrize(
    ("event", "end"),
    [
        (rn.Ended(RunStatus.READY, 1), {"status": RunStatus.READY, "ready_at": NOW}),
        (rn.Ended(RunStatus.FAILED, 1), {"status": RunStatus.FAILED, "failed_at": NOW}),
        (rn.Cancelled(), {"status": RunStatus.CANCELLED, "cancelled_at": NOW}),
    ],
)
def test_each_end_has_its_date(event: Event, end: dict[str, Any]) -> None:
    assert after(make.moving(), event) == make.moving(due_at=NOW + SLOT_LOOK, updated_at=NOW, rev=5, **end)


def test_extensions_follow_one_another() -> None:
    longer = after(after(make.moving(), rn.Extended("x0")), rn.Extended("x1"))
    assert (longer.extensions, longer.tracks) == (("x0", "x1"), (*make.SEGMENTS, "x0", "x1"))


def test_what_is_not_told_of_a_note_stays() -> None:
    noted = make.ready(suds_start=7, suds_mid=5, suds_end=3, notes="locked")
    assert after(noted, rn.Noted()) is noted
    changed = after(noted, rn.Noted(suds_mid=0, suds_end=0))
    assert (changed.suds_start, changed.suds_mid, changed.suds_end, changed.notes) == (7, 0, 0, "locked")
    assert after(noted, rn.Noted(notes="other")).notes == "other"


def test_empty_notes_take_away_those_that_there_are() -> None:
    assert after(make.ready(notes="locked"), rn.Noted(notes="")).notes is None
    without = make.ready()
    assert after(without, rn.Noted(notes="")) is without


def test_notes_go_with_the_deletion_at_once() -> None:
    changed = after(make.ready(notes="locked"), rn.Deleted())
    assert (changed.is_deleted, changed.notes, changed.due_at) == (True, None, NOW + SLOT_LOOK)
    assert changed.status is RunStatus.READY


def test_a_deleted_run_takes_no_notes() -> None:
    deleted = make.deleted()
    assert after(deleted, rn.Noted(notes="locked")) is deleted


def test_a_run_moves_from_its_start_to_its_end() -> None:
    moves = {name for name, run in STATES.items() if run.moves}
    over = {name for name, run in STATES.items() if run.over}
    assert (moves, over) == ({"moving"}, set(STATES) - {"fresh", "moving"})
    assert {name for name, run in STATES.items() if run.is_cleared} == {"failed", "cancelled"}
