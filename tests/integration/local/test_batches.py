"""Batches of a stream: order, retries, halves, giving up."""

from __future__ import annotations

import json
from typing import Any

from local.pool import Outcome
from local.sources.batches import StreamBatches
from local.specs import StreamSource


def record(number: int, key: str = "k") -> dict[str, Any]:
    return {"eventName": "MODIFY", "dynamodb": {"SequenceNumber": str(number), "Keys": {"id": {"S": key}}}}


class Function:
    """Fails at a record, reports it or crashes, as often as it is told to."""

    def __init__(self, poison: str, kind: str, times: int) -> None:
        self.poison, self.kind, self.times = poison, kind, times
        self.batches: list[list[str]] = []
        self.given_up: list[dict[str, Any]] = []

    async def invoke(self, _name: str, event: Any) -> Outcome:
        numbers = [one["dynamodb"]["SequenceNumber"] for one in event["Records"]]
        self.batches.append(numbers)
        if self.poison not in numbers or self.times == 0:
            return Outcome("ok", None, "r")
        self.times -= 1
        if self.kind == "crash":
            return Outcome("crash", {}, "r")
        return Outcome("ok", {"batchItemFailures": [{"itemIdentifier": self.poison}]}, "r")

    async def give_up(self, report: str) -> None:
        self.given_up.append(json.loads(report))

    async def run(self, count: int, **source: Any) -> None:
        given = {"batch_size": 10, "partial": True, "bisect": False, "attempts": 2, **source}
        spec = StreamSource(function="f", table="t", on_failure="q", **given)
        batches = StreamBatches(spec, "arn", self.invoke, self.give_up)
        await batches.handle("shard", [record(number) for number in range(count)])


async def test_batches_are_as_large_as_asked() -> None:
    function = Function("none", "report", 0)
    await function.run(5, batch_size=2)
    assert function.batches == [["0", "1"], ["2", "3"], ["4"]]


async def test_a_reported_record_and_all_after_it_come_again() -> None:
    function = Function("2", "report", 1)
    await function.run(4)
    assert function.batches == [["0", "1", "2", "3"], ["2", "3"]]


async def test_a_batch_that_crashes_is_halved_down_to_the_record_that_does_it() -> None:
    function = Function("2", "crash", 100)
    await function.run(4, bisect=True)
    assert function.batches == [["0", "1", "2", "3"], ["0", "1"], ["2", "3"], ["2"], ["2"], ["3"]]
    (report,) = function.given_up
    assert report["DDBStreamBatchInfo"]["startSequenceNumber"] == "2"
    assert report["requestContext"]["approximateInvokeCount"] == 2


async def test_without_halving_the_batch_is_given_up_whole() -> None:
    function = Function("0", "crash", 100)
    await function.run(2)
    assert function.batches == [["0", "1"], ["0", "1"]]
    assert function.given_up[0]["DDBStreamBatchInfo"]["batchSize"] == 2


async def test_records_come_in_their_order() -> None:
    function = Function("none", "report", 0)
    await function.run(40, batch_size=3)
    seen = [number for batch in function.batches for number in batch]
    assert seen == [str(number) for number in range(40)]
