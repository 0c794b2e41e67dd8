"""Tables and queues as if new, made where they are missing. Its own clients wait for a busy machine."""

from __future__ import annotations

from typing import Any

import botocore.session
from botocore.config import Config

from local.specs import Plan, Queue, Table


def patient_client(service: str) -> Any:
    """A client that waits."""
    config = Config(connect_timeout=20, read_timeout=60, retries={"total_max_attempts": 1})
    return botocore.session.get_session().create_client(service, config=config)


def empty(plan: Plan, tables: Any, queues: Any) -> None:
    """Bring tables and queues back to nothing."""
    for table in plan.tables:
        _empty_table(tables, table)
    # A queue must exist before another one names it as its dead-letter queue.
    for queue in sorted(plan.queues, key=lambda queue: "RedrivePolicy" in queue.attributes):
        _empty_queue(queues, queue)


def _empty_table(client: Any, table: Table) -> None:
    name = table.request["TableName"]
    keys = [element["AttributeName"] for element in table.request["KeySchema"]]
    try:
        items = client.scan(TableName=name, ConsistentRead=True)["Items"]
    except client.exceptions.ResourceNotFoundException:
        client.create_table(**table.request)
        return
    for item in items:
        client.delete_item(TableName=name, Key={key: item[key] for key in keys})


def _empty_queue(client: Any, queue: Queue) -> None:
    url = client.create_queue(QueueName=queue.name, Attributes=queue.attributes)["QueueUrl"]
    counted = client.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    if any(int(value) for name, value in counted.items() if name.startswith("ApproximateNumberOf")):
        client.delete_queue(QueueUrl=url)
        client.create_queue(QueueName=queue.name, Attributes=queue.attributes)
