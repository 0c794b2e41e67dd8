"""What functions are sent, and what an invocation says of its batch."""

from __future__ import annotations

from typing import Any

import pytest

from local.pool import Outcome
from local.sources.failures import failed_ids
from local.sources.queues import sqs_record
from local.worker.touched import touched, units


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
        "MessageAttributes": {
            "k": {"StringValue": "v", "DataType": "String"},
            "b": {"BinaryValue": "AAE=", "DataType": "Binary"},
        },
    }
    record = sqs_record(message, "arn:q")
    assert record["attributes"] == {"ApproximateReceiveCount": "1"}
    assert record["messageAttributes"]["k"]["stringValue"] == "v"
    assert record["messageAttributes"]["b"] == {
        "binaryValue": "AAE=",
        "stringListValues": [],
        "binaryListValues": [],
        "dataType": "Binary",
    }
    assert (record["eventSource"], record["eventSourceARN"]) == ("aws:sqs", "arn:q")


@pytest.mark.parametrize(
    ("operation", "params", "expected"),
    [
        ("Query", {"TableName": "t", "IndexName": "i"}, ["Query:t/index/i"]),
        ("PutObject", {"Bucket": "b", "Key": "k"}, ["PutObject:b"]),
        ("SendMessage", {"QueueUrl": "http://h/1/q"}, ["SendMessage:q"]),
        ("Encrypt", {"KeyId": "arn:aws:kms:r:1:alias/k"}, ["Encrypt:alias/k"]),
        ("StartExecution", {"stateMachineArn": "arn:aws:states:r:1:stateMachine:m"}, ["StartExecution:m"]),
        ("StopExecution", {"executionArn": "arn:aws:states:r:1:execution:m:e"}, ["StopExecution:m"]),
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
