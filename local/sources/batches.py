"""Event source mappings from streams: batches, order, retries, bisecting, the on-failure queue."""

from __future__ import annotations

import asyncio
import json
import time
import zlib
from collections.abc import Awaitable, Callable
from typing import Any

from local.pool import Outcome
from local.sources.failures import failed_ids
from local.sources.patterns import wanted
from local.specs import StreamSource

Records = list[dict[str, Any]]
_FIRST_RETRY_SECONDS = 0.1
_LAST_RETRY_SECONDS = 5.0


def _number(record: dict[str, Any]) -> str:
    return str(record["dynamodb"]["SequenceNumber"])


class StreamBatches:
    """Feeds one function with the records of a stream; a shard waits until each batch is done or given up."""

    def __init__(
        self,
        source: StreamSource,
        arn: str,
        invoke: Callable[[str, Any], Awaitable[Outcome]],
        give_up: Callable[[str], Awaitable[None]],
    ) -> None:
        self._source = source
        self._arn = arn
        self._invoke = invoke
        self._give_up = give_up

    async def handle(self, shard: str, records: Records) -> None:
        """Process what was read from a shard, in order for every key."""
        chosen = [{**one, "eventSourceARN": self._arn} for one in records if wanted(self._source.filters, one)]
        lanes: dict[int, Records] = {}
        for record in chosen:
            keys = json.dumps(record["dynamodb"]["Keys"], sort_keys=True).encode()
            lanes.setdefault(zlib.crc32(keys) % self._source.lanes, []).append(record)
        await asyncio.gather(*(self._lane(shard, lane) for lane in lanes.values()))

    async def _lane(self, shard: str, records: Records) -> None:
        for start in range(0, len(records), self._source.batch_size):
            await self._batch(shard, records[start : start + self._source.batch_size])

    async def _batch(self, shard: str, records: Records) -> None:
        tries = 0
        while records:
            tries += 1
            outcome = await self._invoke(self._source.function, {"Records": records})
            left = self._left(outcome, records)
            if left and len(left) == len(records):
                left, tries = await self._stuck(shard, left, outcome, tries)
            else:
                tries = 0  # some got through: the rest is a new batch with its own tries
            records = left

    async def _stuck(self, shard: str, records: Records, outcome: Outcome, tries: int) -> tuple[Records, int]:
        """Nothing of a batch got through: halve it, wait, or give it up. What to try next, and how often it was."""
        if self._source.bisect and len(records) > 1:
            middle = len(records) // 2
            await self._batch(shard, records[:middle])
            return records[middle:], 0
        if self._source.attempts is not None and tries >= self._source.attempts:
            await self._give_up(json.dumps(self._report(shard, records, outcome, tries)))
            return [], 0
        await asyncio.sleep(min(_FIRST_RETRY_SECONDS * 2 ** (tries - 1), _LAST_RETRY_SECONDS))
        return records, tries

    def _left(self, outcome: Outcome, records: Records) -> Records:
        """Everything from the first failed record on; Lambda does not skip over it."""
        ids = [_number(record) for record in records]
        failed = failed_ids(outcome, ids, partial=self._source.partial)
        return records[min(ids.index(one) for one in failed) :] if failed else []

    def _report(self, shard: str, records: Records, outcome: Outcome, tries: int) -> dict[str, Any]:
        """What Lambda sends to the on-failure destination: where the records are, not the records."""
        now = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
        return {
            "requestContext": {
                "requestId": outcome.request_id,
                "functionArn": self._source.function,
                "condition": "RetryAttemptsExhausted",
                "approximateInvokeCount": tries,
            },
            "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
            "version": "1.0",
            "timestamp": now,
            "DDBStreamBatchInfo": {
                "shardId": shard,
                "startSequenceNumber": _number(records[0]),
                "endSequenceNumber": _number(records[-1]),
                "approximateArrivalOfFirstRecord": now,
                "approximateArrivalOfLastRecord": now,
                "batchSize": len(records),
                "streamArn": self._arn,
            },
        }
