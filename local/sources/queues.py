"""Event source mappings from queues: what Lambda's pollers do."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from local.aws import Aws, AwsError
from local.pool import Outcome
from local.resources import REGION
from local.sources.failures import failed_ids
from local.specs import QueueSource

_LONG_POLL_SECONDS = 20
_AFTER_ERROR_SECONDS = 0.5


def _attribute(given: dict[str, Any]) -> dict[str, Any]:
    values = {"stringValue": given.get("StringValue"), "binaryValue": given.get("BinaryValue")}
    return {
        **{name: value for name, value in values.items() if value is not None},
        "stringListValues": [],
        "binaryListValues": [],
        "dataType": given["DataType"],
    }


def sqs_record(message: dict[str, Any], arn: str) -> dict[str, Any]:
    """A received message as a record of Lambda's event."""
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message.get("Attributes", {}),
        "messageAttributes": {name: _attribute(one) for name, one in message.get("MessageAttributes", {}).items()},
        "md5OfBody": message.get("MD5OfBody", ""),
        "eventSource": "aws:sqs",
        "eventSourceARN": arn,
        "awsRegion": REGION,
    }


class QueuePoller:
    """One mapping: receives, invokes as many batches at once as it may, deletes what was done."""

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
                records = await self._receive()
                if records:
                    batches.create_task(self._process(records))
                else:
                    self._slots.release()

    async def _receive(self) -> list[dict[str, Any]]:
        try:
            answer = await self._aws.call(
                "sqs",
                "ReceiveMessage",
                QueueUrl=self._url,
                MaxNumberOfMessages=self._source.batch_size,
                WaitTimeSeconds=_LONG_POLL_SECONDS,
                AttributeNames=["All"],
                MessageAttributeNames=["All"],
            )
        except AwsError:
            await asyncio.sleep(_AFTER_ERROR_SECONDS)
            return []
        return [sqs_record(one, self._source.arn) for one in answer.get("Messages", [])]

    async def _process(self, records: list[dict[str, Any]]) -> None:
        try:
            outcome = await self._invoke(self._source.function, {"Records": records})
            ids = [record["messageId"] for record in records]
            failed = failed_ids(outcome, ids, partial=self._source.partial)
            await self._delete([record["receiptHandle"] for record in records if record["messageId"] not in failed])
        finally:
            self._slots.release()

    async def _delete(self, handles: list[str]) -> None:
        """What cannot be deleted comes again, as in SQS."""
        if not handles:
            return
        entries = [{"Id": str(number), "ReceiptHandle": one} for number, one in enumerate(handles)]
        try:
            await self._aws.call("sqs", "DeleteMessageBatch", QueueUrl=self._url, Entries=entries)
        except AwsError:
            await asyncio.sleep(_AFTER_ERROR_SECONDS)
