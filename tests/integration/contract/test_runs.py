"""What the store of runs relies on in DynamoDB, of the fake and of the real one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from reprise.domain.accounts import Plan, Profile
from reprise.domain.admission import Terms
from reprise.domain.departures import Departure, Means, depart
from reprise.domain.events import Cancelled, Deleted
from reprise.domain.lifecycle import apply
from reprise.domain.presets import Passage
from reprise.domain.runs import Run
from reprise.store.accounts import Accounts
from reprise.store.attributes import encode, from_item
from reprise.store.dynamo import Lost, put, write
from reprise.store.keys import Keys
from reprise.store.runs import SHARDS, Runs
from reprise.store.tracks import Tracks
from tests.fakes.blueprint import name_of
from tests.unit.domain import make_runs as make
from tests.unit.domain.make import BEFORE, NOW

pytestmark = pytest.mark.xdist_group("contract")
KNOWN = Profile("user-1", Plan.PREMIUM, 1000, rev=1)
MOST = 48
"""More segments would be more than a transaction takes."""


@pytest.fixture
def runs(table: Any) -> Runs:
    accounts = Accounts(table, name_of("AccountsTable"))
    write(table, [put(accounts.table, {**Keys.profile("user-1"), **encode(KNOWN)})])
    return Runs(table, name_of("RunsTable"), Tracks(table, name_of("TracksTable"), accounts))


def numbered() -> Callable[[], str]:
    numbers = count()
    return lambda: f"{next(numbers):032x}"


def departure_of(run: Run) -> Departure:
    means = Means(Terms(timedelta(minutes=5), 100), numbered(), lambda _track_id: "suno:main#0")
    return depart(run, {}, KNOWN, means, NOW)


def profile(runs: Runs) -> Profile:
    found = runs.tracks.accounts.profile("user-1")
    assert found
    return found


def ledger(runs: Runs) -> list[int]:
    return [item["amount"] for item in runs.tracks.accounts.page("user-1", "entry", 100, None)[0]]


def test_a_run_is_made_once_and_then_changed_where_it_was_read(runs: Runs) -> None:
    run = make.fresh()
    runs.commit(None, run)
    assert runs.get(make.RUN) == run
    with pytest.raises(Lost):
        runs.commit(None, run)
    runs.commit(run, replace(run, suds_mid=3, rev=5))
    with pytest.raises(Lost):
        runs.commit(run, replace(run, suds_mid=4, rev=5))
    kept = runs.get(make.RUN)
    assert kept
    assert kept.suds_mid == 3


def test_what_cannot_be_an_id_is_not_asked_for(runs: Runs) -> None:
    assert [runs.get(text) for text in ("", "x", "F" * 32, "f" * 33)] == [None] * 4


def test_a_departure_is_written_whole(runs: Runs) -> None:
    run = make.fresh(passages=(Passage("t", "t", "p", 300),) * MOST)
    departure = departure_of(run)
    runs.depart(None, KNOWN, departure)
    assert runs.get(make.RUN) == departure.run
    assert list(runs.parts(departure.run)) == list(departure.run.segments)
    assert (profile(runs).balance, profile(runs).running) == (1000 - 10 * MOST, frozenset({make.RUN}))
    assert ledger(runs) == [-10] * MOST


@pytest.mark.parametrize("rival", ["account", "run"])
def test_or_not_at_all(runs: Runs, rival: str) -> None:
    run = make.fresh()
    runs.commit(None, run)
    departure = departure_of(run)
    if rival == "run":
        runs.commit(run, replace(run, rev=5))
    with pytest.raises(Lost):
        runs.depart(run, KNOWN if rival == "run" else replace(KNOWN, rev=9), departure)
    kept = runs.get(make.RUN)
    assert kept
    assert (kept.execution, runs.parts(departure.run), ledger(runs)) == (0, {}, [])
    assert profile(runs).balance == 1000


class TestSlots:
    def started(self, runs: Runs) -> Run:
        departure = departure_of(make.fresh())
        runs.depart(None, KNOWN, departure)
        return departure.run

    def test_it_is_free_when_the_run_is_cleared_and_only_then(self, runs: Runs) -> None:
        run = self.started(runs)
        over = replace(run, is_deleted=False, status=make.ready().status, rev=run.rev + 1)
        runs.commit(run, over)
        assert profile(runs).running == {make.RUN}
        runs.commit(over, replace(over, due_at=None, rev=over.rev + 1))
        assert (profile(runs).running, profile(runs).balance) == (frozenset(), 970)

    def test_a_deleted_run_goes_with_its_slot(self, runs: Runs) -> None:
        run = self.started(runs)
        deleted = replace(run, is_deleted=True, rev=run.rev + 1)
        runs.commit(run, deleted)
        assert runs.get(make.RUN) == deleted
        runs.commit(deleted, replace(deleted, due_at=None, rev=deleted.rev + 1))
        assert (runs.get(make.RUN), profile(runs).running) == (None, frozenset())

    def test_one_that_was_never_started_has_none_and_needs_no_account(self, runs: Runs) -> None:
        run = make.fresh(user_id="nobody")
        runs.commit(None, run)
        deleted = replace(run, is_deleted=True, due_at=NOW, rev=5)
        runs.commit(run, deleted)
        runs.commit(deleted, replace(deleted, due_at=None, rev=6))
        assert runs.get(make.RUN) is None

    def test_a_cancelled_parts_charge_comes_back_without_a_slot(self, runs: Runs) -> None:
        run = self.started(runs)
        track = runs.parts(run)[run.segments[0]]
        runs.tracks.commit(track, apply(track, Cancelled(), NOW))
        assert (profile(runs).balance, profile(runs).running) == (980, frozenset({make.RUN}))
        cancelled = runs.parts(run)[run.segments[0]]
        runs.tracks.commit(cancelled, apply(cancelled, Deleted(), NOW))
        assert run.segments[0] not in runs.parts(run)
        assert profile(runs).balance == 980


class TestIndexes:
    def many(self, runs: Runs, **changes: Any) -> None:
        for number in range(4):
            at = BEFORE + timedelta(minutes=number)
            run = make.moving(run_id=f"{number:032x}", created_at=at, due_at=at)
            runs.commit(None, replace(run, **changes))

    def test_a_users_runs_are_found_newest_first_from_a_place_on(self, runs: Runs) -> None:
        self.many(runs)
        places = runs.owned("user-1", 3)
        assert [run_id for run_id, _ in places] == [f"{number:032x}" for number in (3, 2, 1)]
        assert runs.owned("user-1", 3, places[-1][1]) == [("0" * 32, "2026-01-02T03:04:05Z")]
        assert runs.owned("user-2", 3) == []

    def test_what_is_due_is_found(self, runs: Runs) -> None:
        self.many(runs)
        moment = BEFORE + timedelta(minutes=1)
        assert sorted(run_id for shard in SHARDS for run_id in runs.due(shard, moment, 9)) == ["0" * 32, f"{1:032x}"]

    def test_what_is_not_due_is_in_no_shard(self, runs: Runs) -> None:
        self.many(runs, due_at=None)
        assert [run_id for shard in SHARDS for run_id in runs.due(shard, NOW + timedelta(days=9), 9)] == []

    def test_a_part_of_a_run_is_not_among_its_owners_tracks(self, runs: Runs) -> None:
        departure = departure_of(make.fresh())
        runs.depart(None, KNOWN, departure)
        assert runs.tracks.owned("user-1", 9) == []
        assert len(runs.tracks.found(departure.run.segments)) == 3


def test_what_others_have_replaced_is_of_the_run_still_and_no_part_of_it(runs: Runs) -> None:
    departure = departure_of(make.fresh())
    runs.depart(None, KNOWN, departure)
    first, second, third = departure.run.segments
    run = replace(departure.run, segments=(second, third), replaced=(first,))
    assert list(runs.parts(run)) == [second, third]
    assert [track.track_id for track in runs.everything(run)] == [second, third, first]


def test_an_item_names_what_an_operator_looks_for(runs: Runs, table: Any) -> None:
    runs.commit(None, make.moving())
    item = from_item(table.get_item(TableName=runs.table, Key={"run_id": {"S": make.RUN}})["Item"])
    assert (item["user_id"], item["status"], item["execution"], item["rev"]) == ("user-1", "creating", 1, 4)
