"""What calls functions besides HTTP: queues, streams, schedules."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from local.aws import Aws
from local.pool import Outcome
from local.queues import Queues
from local.sources.batches import StreamBatches
from local.sources.queues import QueuePoller
from local.sources.streams import StreamReader
from local.specs import Plan, StreamSource

Invoke = Callable[[str, Any], Awaitable[Outcome]]


async def sources(plan: Plan, aws: Aws, queues: Queues, invoke: Invoke) -> list[Coroutine[Any, Any, None]]:
    """One endless run for every event source mapping of a plan."""
    tables = {table.logical_id: str(table.request["TableName"]) for table in plan.tables}
    pollers = [QueuePoller(aws, one, queues.url(one.queue), invoke).run() for one in plan.queue_sources]
    readers = [(await _reader(one, tables[one.table], aws, queues, invoke)).run() for one in plan.stream_sources]
    return pollers + readers


async def _reader(source: StreamSource, table: str, aws: Aws, queues: Queues, invoke: Invoke) -> StreamReader:
    arn = (await aws.call("dynamodb", "DescribeTable", TableName=table))["Table"]["LatestStreamArn"]

    async def give_up(report: str) -> None:
        if source.on_failure:
            await queues.send(source.on_failure, report)

    batches = StreamBatches(source, arn, invoke, give_up)
    return StreamReader(aws, arn, batches.handle)
