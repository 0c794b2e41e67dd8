"""The figures of the last hours: counted off the stream, shown to admins."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from reprise.edge.clock import utc_now
from reprise.store.attributes import to_item
from reprise.store.packing import Newer
from reprise.store.tracks import fields_of
from tests.fakes.streams import image
from tests.integration.handlers.world import Json, World, sample
from tests.unit.domain import make

NONE = {"count": 0, "p50": None, "p95": None}


def told(shard: str, *numbers: int) -> Json:
    """A batch of a shard: tracks that have just been made."""
    event = sample("measure.changes")
    (record,) = event["Records"]
    new = make.queued(updated_at=utc_now())
    change = {name: value for name, value in record["dynamodb"].items() if "Image" not in name}
    change["NewImage"] = image(to_item(fields_of(new)))
    records = [{**record, "dynamodb": {**change, "SequenceNumber": str(number)}} for number in numbers]
    return {**event, "shardId": shard, "Records": records}


def shown(world: World, **query: str) -> Any:
    status, body, _ = world.http("measure.get_metrics", "boss", admin=True, query=query)
    assert status == 200
    return body


def test_where_nothing_was_counted_there_are_no_shares(world: World) -> None:
    body = shown(world)
    assert (body["hours"], body["successRate"], body["errorRate"], body["ttfp"]) == (24, None, None, NONE)
    assert (body["stages"]["started"], body["providers"], body["stuck"]) == (0, {}, 0)


def test_each_change_counts_once_in_whatever_batches_it_comes(world: World) -> None:
    for shard, numbers in (("a", (9, 10, 11)), ("a", (9, 10)), ("a", (10, 11, 12)), ("b", (9, 10)), ("a", (11,))):
        assert world.invoke("measure", told(shard, *numbers)) == {"state": {}}
    body = shown(world, hours="1")
    assert (body["stages"]["started"], body["creditsCharged"]) == (6, 6)
    assert body["providers"]["suno"]["stages"] == body["stages"]


def test_a_window_ends_without_a_record(world: World) -> None:
    assert world.invoke("measure", {**told("a"), "isFinalInvokeForWindow": True}) == {"state": {}}


def test_a_batch_with_a_change_of_a_newer_release_comes_again_whole(world: World) -> None:
    event = told("a", 9, 10)
    event["Records"][1]["dynamodb"]["NewImage"]["v"] = {"N": "99"}
    with pytest.raises(Newer):
        world.invoke("measure", event)
    assert shown(world)["stages"]["started"] == 0


def test_the_sample_is_counted_in_its_own_hour_which_is_long_gone(world: World) -> None:
    world.invoke("measure", sample("measure.changes"))
    (row,) = world.rows("MetricsTable")
    assert (row["pk"], row["sk"].partition("#")[0], row["stage__suno__completed"]) == ("2026-01-02", "2026-01-02T03", 1)
    assert shown(world, hours="168")["stages"]["completed"] == 0


def test_what_its_provider_has_for_too_long_is_stuck(world: World) -> None:
    now, soon = utc_now(), utc_now() + timedelta(minutes=1)
    for number, age in enumerate((10, 299, 301, 900)):
        created = now - timedelta(seconds=age)
        world.keep(make.accepted(track_id=f"{number:032x}", created_at=created, due_at=soon))
    world.keep(make.queued(track_id=f"{9:032x}", created_at=now - timedelta(seconds=900), due_at=soon))
    assert shown(world)["stuck"] == 2


@pytest.mark.parametrize("hours", ["0", "169", "-1", "1.5", "many", "0x1", "1e1"])
def test_hours_are_from_1_to_168(world: World, hours: str) -> None:
    status, body, _ = world.http("measure.get_metrics", "boss", admin=True, query={"hours": hours})
    assert (status, [error["field"] for error in body["errors"]]) == (400, ["hours"])


def test_nobody_else_is_shown_them(world: World) -> None:
    assert world.http("measure.get_metrics", "user-1")[0] == 403
    assert world.http("measure.get_metrics")[0] == 401
    assert world.http("measure.get_metrics", "boss", admin=True, query={"days": "1"})[0] == 400
