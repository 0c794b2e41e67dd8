"""Sends the id of every new thing to the queue; one called `poison` cannot be followed."""

from __future__ import annotations

import os
from typing import Any

from shared import client


def lambda_handler(event: dict[str, Any], context: Any) -> Any:
    """Records of the stream, the failed one reported."""
    for record in event["Records"]:
        name = record["dynamodb"]["NewImage"]["id"]["S"]
        if name == "poison":
            return {"batchItemFailures": [{"itemIdentifier": record["dynamodb"]["SequenceNumber"]}]}
        client("sqs").send_message(QueueUrl=os.environ["WORK_QUEUE_URL"], MessageBody=name)
    return {"batchItemFailures": []}
