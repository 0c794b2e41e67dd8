"""How long a stream's record is tried: as often as it takes, but not for ever."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from local.pool import Outcome
from local.sources import batches
from local.specs import StreamSource

HOUR = 3600.0


def record(number: int, age: float = 0) -> dict[str, Any]:
    created = time.time() - age
    return {"dynamodb": {"SequenceNumber": str(number), "Keys": {}, "ApproximateCreationDateTime": created}}


class Function:
    """Crashes so often, then never again; while it runs its records grow older by so many seconds."""

    def __init__(self, crashes: int = 0, takes: float = 0) -> None:
        self.crashes, self.takes = crashes, takes
        self.batches: list[list[str]] = []
        self.reports: list[dict[str, Any]] = []

    async def invoke(self, _name: str, event: Any) -> Outcome:
        self.batches.append([one["dynamodb"]["SequenceNumber"] for one in event["Records"]])
        for one in event["Records"]:
            one["dynamodb"]["ApproximateCreationDateTime"] -= self.takes
        return Outcome("crash" if len(self.batches) <= self.crashes else "ok", None, "r")

    async def give_up(self, report: str) -> None:
        self.reports.append(json.loads(report))

    async def follow(self, *records: dict[str, Any], oldest: float | None = HOUR) -> None:
        source = StreamSource("f", "t", 10, True, True, None, "q", oldest)
        await batches.StreamBatches(source, "arn", self.invoke, self.give_up).handle("shard", list(records))


async def test_without_limits_a_record_is_tried_as_often_as_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "_FIRST_RETRY_SECONDS", 0.0)
    function = Function(crashes=2000)
    await function.follow(record(1), oldest=None)
    assert len(function.batches) == 2001
    assert function.reports == []


async def test_a_record_that_is_too_old_is_given_up_without_being_tried_and_the_next_goes_on() -> None:
    function = Function()
    await function.follow(record(1, age=HOUR + 1), record(2, age=HOUR - 10))
    assert function.batches == [["2"]]
    (report,) = function.reports
    assert report["requestContext"]["condition"] == "RecordAgeExceeded"
    assert report["requestContext"]["approximateInvokeCount"] == 0
    assert report["DDBStreamBatchInfo"]["endSequenceNumber"] == "1"
    assert "responseContext" not in report


async def test_a_record_is_tried_until_it_is_too_old() -> None:
    function = Function(crashes=100, takes=HOUR / 2)
    await function.follow(record(1))
    assert function.batches == [["1"], ["1"]]
    (report,) = function.reports
    assert report["requestContext"] == {
        "requestId": "r",
        "functionArn": "f",
        "condition": "RecordAgeExceeded",
        "approximateInvokeCount": 2,
    }


async def test_a_batch_that_comes_in_a_window_names_its_shard_and_others_do_not() -> None:
    given: list[dict[str, Any]] = []

    async def invoke(_name: str, event: Any) -> Outcome:
        given.append(event)
        return Outcome("ok", None, "r")

    for windows in (True, False):
        source = StreamSource("f", "t", 10, True, True, None, "q", HOUR, windows)
        await batches.StreamBatches(source, "arn", invoke, Function().give_up).handle("a shard", [record(1)])
    assert [event.get("shardId") for event in given] == ["a shard", None]
    assert given[0]["state"] == {}
