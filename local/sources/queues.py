"""Event source mappings from queues: what Lambda's pollers do."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Awaitable, Callable
from typing import Any

from local.aws import Aws, AwsError
from local.pool import Outcome
from local.resources import REGION
from local.sources.failures import failed_ids
from local.sources.patterns import wanted
from local.specs import QueueSource

_LONG_POLL_SECONDS = 20
_MOST_PER_RECEIVE = 10
_AFTER_ERROR_SECONDS = 0.5


def _attributes(given: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {
            **({"stringValue": one["StringValue"]} if "StringValue" in one else {}),
            **({"binaryValue": _text(one["BinaryValue"])} if "BinaryValue" in one else {}),
            "stringListValues": [],
            "binaryListValues": [],
            "dataType": one["DataType"],
        }
        for name, one in given.items()
    }


def _text(value: Any) -> str:
    return base64.b64encode(value).decode() if isinstance(value, bytes) else str(value)


def sqs_record(message: dict[str, Any], arn: str) -> dict[str, Any]:
    """A received message as a record of Lambda's event."""
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message.get("Attributes", {}),
        "messageAttributes": _attributes(message.get("MessageAttributes", {})),
        "md5OfBody": message.get("MD5OfBody", ""),
        "eventSource": "aws:sqs",
        "eventSourceARN": arn,
        "awsRegion": REGION,
    }


class QueuePoller:
    """One mapping: receives, invokes a few batches at a time, deletes what was done."""

    def __init__(
        self, aws: Aws, source: QueueSource, url: str, invoke: Callable[[str, Any], Awaitable[Outcome]]
    ) -> None:
        self._aws = aws
        self._source = source
        self._url = url
        self._invoke = invoke
        self._slots = asyncio.Semaphore(source.concurrency)

    async def run(self) -> None:
        """Poll until cancelled."""
        async with asyncio.TaskGroup() as batches:
            while True:
                await self._slots.acquire()
                records = await self._receive_batch()
                if records:
                    batches.create_task(self._process(records))
                else:
                    self._slots.release()

    async def _receive_batch(self) -> list[dict[str, Any]]:
        """Up to a batch; after the first message, what else comes within the batching window."""
        records = await self._receive(self._source.batch_size, _LONG_POLL_SECONDS)
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._source.window
        while records and len(records) < self._source.batch_size and (left := deadline - loop.time()) > 0:
            records += await self._receive(self._source.batch_size - len(records), max(1, int(left)))
        return records

    async def _receive(self, most: int, seconds: int) -> list[dict[str, Any]]:
        try:
            answer = await self._aws.call(
                "sqs",
                "ReceiveMessage",
                QueueUrl=self._url,
                MaxNumberOfMessages=min(most, _MOST_PER_RECEIVE),
                WaitTimeSeconds=seconds,
                AttributeNames=["All"],
                MessageAttributeNames=["All"],
            )
        except AwsError:
            await asyncio.sleep(_AFTER_ERROR_SECONDS)
            return []
        return [sqs_record(one, self._source.arn) for one in answer.get("Messages", [])]

    async def _process(self, records: list[dict[str, Any]]) -> None:
        try:
            chosen = [record for record in records if wanted(self._source.filters, record)]
            ids = [record["messageId"] for record in chosen]
            failed: set[str] = set()
            if chosen:
                outcome = await self._invoke(self._source.function, {"Records": chosen})
                failed = set(failed_ids(outcome, ids, partial=self._source.partial))
            await self._delete([record for record in records if record["messageId"] not in failed])
        finally:
            self._slots.release()

    async def _delete(self, records: list[dict[str, Any]]) -> None:
        """What cannot be deleted comes again, as in SQS."""
        for start in range(0, len(records), _MOST_PER_RECEIVE):
            entries = [
                {"Id": str(number), "ReceiptHandle": record["receiptHandle"]}
                for number, record in enumerate(records[start : start + _MOST_PER_RECEIVE])
            ]
            try:
                await self._aws.call("sqs", "DeleteMessageBatch", QueueUrl=self._url, Entries=entries)
            except AwsError:
                await asyncio.sleep(_AFTER_ERROR_SECONDS)
