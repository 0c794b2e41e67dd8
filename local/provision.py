"""Makes the template's tables, queues, buckets and parameters in the embedded services."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from local.aws import Aws
from local.specs import Plan, Queue, Table


async def provision(aws: Aws, plan: Plan, secrets: Mapping[str, str]) -> None:
    """Make everything the plan lists, and the SecureStrings."""
    # A queue must exist before another one names it as its dead-letter queue.
    for has_dead_letters in (False, True):
        queues = [queue for queue in plan.queues if bool(queue.dead_letters) is has_dead_letters]
        await asyncio.gather(*(_queue(aws, queue) for queue in queues))
    hidden = {name: value for name, value in secrets.items() if name not in plan.parameters}
    await asyncio.gather(
        *(_table(aws, table) for table in plan.tables),
        *(aws.make_bucket(name) for name in plan.buckets),
        *(_parameter(aws, name, value, "String") for name, value in plan.parameters.items()),
        *(_parameter(aws, name, value, "SecureString") for name, value in hidden.items()),
    )


async def _table(aws: Aws, table: Table) -> None:
    await aws.call("dynamodb", "CreateTable", **table.request)
    if table.ttl_attribute:
        await aws.call(
            "dynamodb",
            "UpdateTimeToLive",
            TableName=table.request["TableName"],
            TimeToLiveSpecification={"Enabled": True, "AttributeName": table.ttl_attribute},
        )


async def _queue(aws: Aws, queue: Queue) -> None:
    await aws.call("sqs", "CreateQueue", QueueName=queue.name, Attributes=queue.attributes)


async def _parameter(aws: Aws, name: str, value: str, kind: str) -> None:
    await aws.call("ssm", "PutParameter", Name=name, Value=value, Type=kind)
