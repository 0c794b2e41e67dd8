"""Event source mappings from streams: batches, order, retries, bisecting, old age, the on-failure queue."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from local.pool import Outcome
from local.sources.failures import failed_ids
from local.specs import StreamSource

Records = list[dict[str, Any]]
_FIRST_RETRY_SECONDS = 0.1
_LAST_RETRY_SECONDS = 5.0
_MOST_DOUBLINGS = 6
_EXHAUSTED, _TOO_OLD = "RetryAttemptsExhausted", "RecordAgeExceeded"


@dataclass(frozen=True)
class _Tries:
    """How often a batch was tried, and the last of these invocations."""

    count: int = 0
    request_id: str = ""


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
        """Process what was read from a shard, in order."""
        named = [{**one, "eventSourceARN": self._arn} for one in records]
        for start in range(0, len(named), self._source.batch_size):
            await self._batch(shard, named[start : start + self._source.batch_size])

    async def _batch(self, shard: str, records: Records) -> None:
        tries = _Tries()
        while records := await self._without_old(shard, records, tries):
            outcome = await self._invoke(self._source.function, self._event(shard, records))
            tries = _Tries(tries.count + 1, outcome.request_id)
            left = self._left(outcome, records)
            if left and len(left) == len(records):
                left, tries = await self._stuck(shard, left, tries)
            else:
                tries = _Tries()  # some got through: the rest is a new batch with its own tries
            records = left

    def _event(self, shard: str, records: Records) -> dict[str, Any]:
        """What the function is given; the state that it returns would be given back only within a longer window."""
        if not self._source.windows:
            return {"Records": records}
        last = {"isFinalInvokeForWindow": False, "isWindowTerminatedEarly": False}
        return {"Records": records, "shardId": shard, "eventSourceARN": self._arn, "state": {}, **last}

    async def _without_old(self, shard: str, records: Records, tries: _Tries) -> Records:
        """What is young enough to be sent to the function; the rest, the first ones of a batch, is given up."""
        if self._source.oldest is None:
            return records
        born_after = time.time() - self._source.oldest
        old = [one for one in records if one["dynamodb"]["ApproximateCreationDateTime"] < born_after]
        if old:
            await self._give_up(json.dumps(self._report(_TOO_OLD, shard, old, tries)))
        return records[len(old) :]

    async def _stuck(self, shard: str, records: Records, tries: _Tries) -> tuple[Records, _Tries]:
        """Nothing of a batch got through: halve it, wait, or give it up. What to try next, and how often it was."""
        if self._source.bisect and len(records) > 1:
            middle = len(records) // 2
            await self._batch(shard, records[:middle])
            return records[middle:], _Tries()
        if self._source.attempts is not None and tries.count >= self._source.attempts:
            await self._give_up(json.dumps(self._report(_EXHAUSTED, shard, records, tries)))
            return [], _Tries()
        doublings = min(tries.count - 1, _MOST_DOUBLINGS)
        await asyncio.sleep(min(_FIRST_RETRY_SECONDS * 2**doublings, _LAST_RETRY_SECONDS))
        return records, tries

    def _left(self, outcome: Outcome, records: Records) -> Records:
        """Everything from the first failed record on; Lambda does not skip over it."""
        ids = [_number(record) for record in records]
        failed = failed_ids(outcome, ids, partial=self._source.partial)
        return records[min(ids.index(one) for one in failed) :] if failed else []

    def _report(self, condition: str, shard: str, records: Records, tries: _Tries) -> dict[str, Any]:
        """What Lambda sends to the on-failure destination: where the records are, not the records."""
        now = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
        answer = {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"}
        return {
            "requestContext": {
                "requestId": tries.request_id,
                "functionArn": self._source.function,
                "condition": condition,
                "approximateInvokeCount": tries.count,
            },
            **({"responseContext": answer} if tries.count else {}),
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
