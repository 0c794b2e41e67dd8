"""Filters, and what an invocation says of its batch."""

from __future__ import annotations

from typing import Any

import pytest

from local.intrinsics import TemplateError
from local.pool import Outcome
from local.sources.failures import failed_ids
from local.sources.patterns import wanted
from local.sources.queues import sqs_record
from local.worker.touched import touched, units


@pytest.mark.parametrize(
    ("pattern", "matches"),
    [
        ({"eventName": ["MODIFY"]}, True),
        ({"eventName": ["INSERT", "REMOVE"]}, False),
        ({"dynamodb": {"NewImage": {"status": {"S": ["done"]}}}}, True),
        ({"dynamodb": {"NewImage": {"status": {"S": [{"prefix": "do"}]}}}}, True),
        ({"dynamodb": {"NewImage": {"status": {"S": [{"anything-but": ["done"]}]}}}}, False),
        ({"dynamodb": {"OldImage": {"status": {"S": ["x"]}}}}, False),
        ({"dynamodb": {"NewImage": {"gone": [{"exists": False}]}}}, True),
    ],
)
def test_filters(pattern: dict[str, Any], matches: bool) -> None:
    record = {"eventName": "MODIFY", "dynamodb": {"NewImage": {"status": {"S": "done"}}}}
    assert wanted((pattern,), record) is matches


def test_any_filter_will_do_and_none_means_all() -> None:
    record = {"body": '{"kind": "a"}'}
    assert wanted(({"body": {"kind": ["b"]}}, {"body": {"kind": ["a"]}}), record)
    assert wanted((), record)


def test_an_unknown_filter_is_refused() -> None:
    with pytest.raises(TemplateError):
        wanted(({"a": [{"cidr": "10.0.0.0/8"}]},), {"a": "10.0.0.1"})


@pytest.mark.parametrize(
    ("value", "failed"),
    [
        (None, []),
        ({}, []),
        ({"batchItemFailures": []}, []),
        ({"batchItemFailures": None}, []),
        ({"batchItemFailures": [{"itemIdentifier": "b"}]}, ["b"]),
        ({"batchItemFailures": [{"itemIdentifier": "unknown"}]}, ["a", "b"]),
        ({"batchItemFailures": [{"itemIdentifier": ""}]}, ["a", "b"]),
        ({"batchItemFailures": [{}]}, ["a", "b"]),
        ("done", ["a", "b"]),
    ],
)
def test_partial_failures(value: Any, failed: list[str]) -> None:
    assert failed_ids(Outcome("ok", value, "r"), ["a", "b"], partial=True) == failed


def test_without_partial_failures_the_answer_does_not_matter() -> None:
    value = {"batchItemFailures": [{"itemIdentifier": "a"}]}
    assert failed_ids(Outcome("ok", value, "r"), ["a"], partial=False) == []
    assert failed_ids(Outcome("crash", {}, "r"), ["a"], partial=True) == ["a"]


def test_a_record_of_a_queue() -> None:
    message = {
        "MessageId": "m",
        "ReceiptHandle": "h",
        "Body": "b",
        "MD5OfBody": "5",
        "Attributes": {"ApproximateReceiveCount": "1"},
        "MessageAttributes": {"k": {"StringValue": "v", "DataType": "String"}},
    }
    record = sqs_record(message, "arn:q")
    assert record["attributes"] == {"ApproximateReceiveCount": "1"}
    assert record["messageAttributes"]["k"]["stringValue"] == "v"
    assert (record["eventSource"], record["eventSourceARN"]) == ("aws:sqs", "arn:q")


@pytest.mark.parametrize(
    ("operation", "params", "expected"),
    [
        ("Query", {"TableName": "t", "IndexName": "i"}, ["Query:t/index/i"]),
        ("PutObject", {"Bucket": "b", "Key": "k"}, ["PutObject:b"]),
        ("SendMessage", {"QueueUrl": "http://h/1/q"}, ["SendMessage:q"]),
        ("BatchGetItem", {"RequestItems": {"t": {}, "s": {}}}, ["BatchGetItem:s", "BatchGetItem:t"]),
        (
            "TransactWriteItems",
            {"TransactItems": [{"Put": {"TableName": "t"}}, {"ConditionCheck": {"TableName": "s"}}]},
            ["ConditionCheckItem:s", "PutItem:t"],
        ),
    ],
)
def test_what_a_call_touches(operation: str, params: dict[str, Any], expected: list[str]) -> None:
    assert touched(operation, params) == expected


def test_what_a_call_consumes() -> None:
    assert units({"ConsumedCapacity": [{"CapacityUnits": 2.0}, {"CapacityUnits": 4.0}]}) == {"units": 6.0}
    assert units({"ConsumedCapacity": {"CapacityUnits": 0.5}}) == {"units": 0.5}
    assert units({}) == {}
