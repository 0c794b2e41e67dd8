"""Makes the template's tables, queues, buckets, parameters, keys and state machines in the embedded services."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping

from local.aws import Aws
from local.resources import ACCOUNT
from local.specs import Key, Machine, Plan, Queue, Table


async def provision(aws: Aws, plan: Plan, secrets: Mapping[str, str]) -> None:
    """Make everything the plan lists, and the SecureStrings."""
    await asyncio.gather(
        _queues(aws, plan.queues),
        *(_table(aws, table) for table in plan.tables),
        *(aws.make_bucket(name) for name in plan.buckets),
        *(aws.call("ssm", "PutParameter", **one) for one in _parameters(plan, secrets)),
        *(_key(aws, key) for key in plan.keys),
        *(_machine(aws, machine) for machine in plan.machines),
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


async def _key(aws: Aws, key: Key) -> None:
    made = await aws.call("kms", "CreateKey", **key.request)
    await aws.call("kms", "CreateAlias", AliasName=key.alias, TargetKeyId=made["KeyMetadata"]["KeyId"])


async def _machine(aws: Aws, machine: Machine) -> None:
    # The role is never asked for, but its ARN has to look like one.
    role = f"arn:aws:iam::{ACCOUNT}:role/{machine.name}"
    request = {"name": machine.name, "definition": machine.definition, "roleArn": role}
    await aws.call("states", "CreateStateMachine", **request)


def _parameters(plan: Plan, secrets: Mapping[str, str]) -> list[dict[str, str]]:
    plain = [{"Name": name, "Value": value, "Type": "String"} for name, value in plan.parameters.items()]
    hidden = {name: value for name, value in secrets.items() if name not in plan.parameters}
    return plain + [{"Name": name, "Value": value, "Type": "SecureString"} for name, value in hidden.items()]
