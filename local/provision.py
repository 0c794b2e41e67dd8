"""Makes the template's tables, queues, buckets and parameters in the embedded services."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping

from local.aws import Aws
from local.specs import Plan, Queue, Table


async def provision(aws: Aws, plan: Plan, secrets: Mapping[str, str]) -> None:
    """Make everything the plan lists, and the SecureStrings."""
    await asyncio.gather(
        _queues(aws, plan.queues),
        *(_table(aws, table) for table in plan.tables),
        *(aws.make_bucket(name) for name in plan.buckets),
        *(aws.call("ssm", "PutParameter", **one) for one in _parameters(plan, secrets)),
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


async def _queues(aws: Aws, queues: Iterable[Queue]) -> None:
    # A queue must exist before another one names it as its dead-letter queue.
    for queue in sorted(queues, key=lambda one: one.dead_letters is not None):
        await aws.call("sqs", "CreateQueue", QueueName=queue.name, Attributes=queue.attributes)


def _parameters(plan: Plan, secrets: Mapping[str, str]) -> list[dict[str, str]]:
    plain = [{"Name": name, "Value": value, "Type": "String"} for name, value in plan.parameters.items()]
    hidden = {name: value for name, value in secrets.items() if name not in plan.parameters}
    return plain + [{"Name": name, "Value": value, "Type": "SecureString"} for name, value in hidden.items()]
