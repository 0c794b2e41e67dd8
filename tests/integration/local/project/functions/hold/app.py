"""Holds each message until the test lets go, then says from when to when it ran."""

from __future__ import annotations

import os
import time
from typing import Any

from shared import client


def lambda_handler(event: dict[str, Any], context: Any) -> None:
    """One message: `<what lets it go>:<its own name>`."""
    begun = time.time()
    (record,) = event["Records"]
    gate, _, name = record["body"].partition(":")
    while not _item(gate):
        time.sleep(0.05)
    span = {"begun": {"N": str(begun)}, "ended": {"N": str(time.time())}}
    client("dynamodb").put_item(TableName=os.environ["DONE_TABLE"], Item={"id": {"S": name}, **span})


def _item(name: str) -> Any:
    key = {"id": {"S": name}}
    return client("dynamodb").get_item(TableName=os.environ["DONE_TABLE"], Key=key, ConsistentRead=True).get("Item")
