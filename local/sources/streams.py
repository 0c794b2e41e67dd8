"""Reads a table's stream, shard by shard, parents before children."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from local.aws import Aws, AwsError

_BUSY_SECONDS = 0.02
_IDLE_SECONDS = 0.2
_SLOWER = 1.4
_NEW_SHARDS_SECONDS = 5
_MOST_RECORDS = 1000

Records = list[dict[str, Any]]
Handle = Callable[[str, Records], Awaitable[None]]


class StreamReader:
    """Gives `handle(shard id, records)` everything a stream holds, from its oldest record on."""

    def __init__(self, aws: Aws, arn: str, handle: Handle) -> None:
        self._aws = aws
        self._arn = arn
        self._handle = handle
        self._done: dict[str, asyncio.Event] = {}

    async def run(self) -> None:
        """Read until cancelled; new shards are found as they appear."""
        async with asyncio.TaskGroup() as shards:
            while True:
                for shard in await self._shards():
                    if shard["ShardId"] not in self._done:
                        self._done[shard["ShardId"]] = asyncio.Event()
                        shards.create_task(self._shard(shard["ShardId"], shard.get("ParentShardId")))
                await asyncio.sleep(_NEW_SHARDS_SECONDS)

    async def _shards(self) -> list[dict[str, Any]]:
        try:
            answer = await self._aws.call("streams", "DescribeStream", StreamArn=self._arn)
        except AwsError:
            return []
        shards: list[dict[str, Any]] = answer["StreamDescription"]["Shards"]
        return shards

    async def _shard(self, shard: str, parent: str | None) -> None:
        if parent in self._done:
            await self._done[parent].wait()
        iterator: str | None = await self._iterator(shard, None)
        last: str | None = None
        delay = _BUSY_SECONDS
        while iterator:
            try:
                records, iterator = await self._get(iterator)
            except AwsError:  # an iterator lives for 15 minutes
                await asyncio.sleep(_IDLE_SECONDS)
                iterator = await self._iterator(shard, last)
                continue
            if records:
                last = records[-1]["dynamodb"]["SequenceNumber"]
                await self._handle(shard, records)
                delay = _BUSY_SECONDS
            else:
                await asyncio.sleep(delay)
                delay = min(delay * _SLOWER, _IDLE_SECONDS)
        self._done[shard].set()

    async def _iterator(self, shard: str, after: str | None) -> str:
        where: dict[str, str] = {"ShardIteratorType": "TRIM_HORIZON"}
        if after is not None:
            where = {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": after}
        while True:
            try:
                answer = await self._aws.call(
                    "streams", "GetShardIterator", StreamArn=self._arn, ShardId=shard, **where
                )
                return str(answer["ShardIterator"])
            except AwsError:
                await asyncio.sleep(_IDLE_SECONDS)

    async def _get(self, iterator: str) -> tuple[Records, str | None]:
        answer = await self._aws.call("streams", "GetRecords", ShardIterator=iterator, Limit=_MOST_RECORDS)
        return answer["Records"], answer.get("NextShardIterator")
