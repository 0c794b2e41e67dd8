"""A run as it is kept: what indexes need by its name, the rest packed, and what a later release wrote carried."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
import pytest

from reprise.domain.runs import Run
from reprise.store.attributes import from_item, to_item
from reprise.store.packing import Newer, pack, unpack
from reprise.store.runs import SHARDS, fields_of, run_of
from reprise.store.tracks import fields_of as track_fields
from reprise.store.tracks import track_of
from tests.unit.domain import make
from tests.unit.domain import make_runs as runs
from tests.unit.domain.make import NOW

WHOLE = runs.ready(
    extensions=("x0",),
    returned=10,
    suds_start=7,
    suds_mid=5,
    suds_end=0,
    notes="locked",
    fingerprint="print",
    failed_at=NOW,
    cancelled_at=NOW,
    is_deleted=True,
)


def bulk_of(run: Run) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.json.decode(unpack(fields_of(run)["bulk"]))
    return found


@pytest.mark.parametrize("run", [runs.fresh(), runs.moving(), WHOLE, runs.cancelled(), runs.failed()])
def test_a_run_comes_back_as_it_was(run: Run) -> None:
    assert run_of(to_item(fields_of(run))) == run


def test_what_an_index_or_an_operator_needs_has_its_name_and_the_rest_is_packed() -> None:
    names = {name for name, value in fields_of(WHOLE).items() if value is not None}
    assert names == {"run_id", "user_id", "created_at", "status", "execution", "due_at", "due_shard", "rev", "bulk"}
    assert {"title", "brief", "passages", "notes", "suds_end", "segments"} <= set(bulk_of(WHOLE))
    assert not set(bulk_of(WHOLE)) & names


def test_only_what_is_due_is_in_the_index_of_what_is_due() -> None:
    assert fields_of(runs.moving())["due_shard"] in SHARDS
    item = to_item(fields_of(runs.cancelled()))
    assert not {"due_shard", "due_at"} & set(item)
    assert len(SHARDS) == 4


def test_runs_are_spread_over_the_shards() -> None:
    shards = {fields_of(runs.moving(run_id=f"{number:032x}"))["due_shard"] for number in range(40)}
    assert shards == set(SHARDS)


def test_what_a_later_release_wrote_beside_is_carried() -> None:
    item = to_item(fields_of(runs.moving()))
    bulk = msgspec.json.encode({**bulk_of(runs.moving()), "mood": {"x": 1}})
    from_later = {**item, "colour": {"S": "blue"}, "bulk": {"B": pack(bulk)}}
    read = run_of(from_later)
    assert read == runs.moving()
    written = to_item(fields_of(replace(read, rev=5)))
    assert written["colour"] == {"S": "blue"}
    assert msgspec.json.decode(unpack(from_item(written)["bulk"]))["mood"] == {"x": 1}


def test_what_only_a_later_release_may_touch_is_left_alone() -> None:
    with pytest.raises(Newer):
        run_of({**to_item(fields_of(runs.moving())), "v": {"N": "99"}})


def test_a_part_of_a_run_is_in_no_list_of_tracks() -> None:
    """The index `byOwner` is sparse: it lacks what has no `created_at`."""
    held = runs.held(waiter="token", released_at=NOW, lingers=True)
    item = to_item(track_fields(held))
    assert "created_at" not in item
    assert "created_at" in to_item(track_fields(make.queued()))
    assert track_of(item) == held
    assert item["v"] == {"N": "3"}
