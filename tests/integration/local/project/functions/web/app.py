"""Answers in every way a function can."""

from __future__ import annotations

import json
import os
import signal
import time
from http.client import HTTPConnection
from typing import Any

from shared import client


def lambda_handler(event: dict[str, Any], context: Any) -> Any:
    """One behaviour for each `{what}`."""
    what = event.get("pathParameters", {}).get("what", "echo")
    return _BEHAVIOURS[what](event, context)


def _echo(event: dict[str, Any], context: Any) -> Any:
    return {
        "statusCode": 200,
        "headers": {"content-type": "application/json"},
        "cookies": ["a=1", "b=2"],
        "body": json.dumps(
            {
                "event": event,
                "environment": dict(os.environ),
                "context": {
                    "requestId": context.aws_request_id,
                    "name": context.function_name,
                    "arn": context.invoked_function_arn,
                    "left": context.get_remaining_time_in_millis(),
                },
                "pid": os.getpid(),
            }
        ),
    }


def _crash(event: dict[str, Any], context: Any) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def _fail(event: dict[str, Any], context: Any) -> Any:
    raise ValueError("told to")


def _slow(event: dict[str, Any], context: Any) -> Any:
    time.sleep(30)


def _write(event: dict[str, Any], context: Any) -> Any:
    for name in json.loads(event["body"])["ids"]:
        client("dynamodb").put_item(TableName=os.environ["THINGS_TABLE"], Item={"id": {"S": name}})
    return {"statusCode": 204}


def _done(event: dict[str, Any], context: Any) -> Any:
    key = {"id": {"S": event["queryStringParameters"]["id"]}}
    return client("dynamodb").get_item(TableName=os.environ["DONE_TABLE"], Key=key).get("Item")


def _mark(event: dict[str, Any], context: Any) -> Any:
    item = {"id": {"S": json.loads(event["body"])["id"]}}
    client("dynamodb").put_item(TableName=os.environ["DONE_TABLE"], Item=item)
    return {"statusCode": 204}


def _send(event: dict[str, Any], context: Any) -> Any:
    asked = json.loads(event["body"])
    url = client("sqs").get_queue_url(QueueName=asked["queue"])["QueueUrl"]
    for body in asked["bodies"]:
        client("sqs").send_message(QueueUrl=url, MessageBody=body)
    return {"statusCode": 204}


def _secret(event: dict[str, Any], context: Any) -> Any:
    name = os.environ["SUNO_API_KEY"].removeprefix("ssm:")
    return client("ssm").get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"]


def _provider(event: dict[str, Any], context: Any) -> Any:
    connection = HTTPConnection(os.environ["SUNO_BASE_URL"].removeprefix("http://"), timeout=5)
    connection.request("GET", "/nothing?x=1")
    return connection.getresponse().status


_BEHAVIOURS = {
    "echo": _echo,
    "crash": _crash,
    "fail": _fail,
    "slow": _slow,
    "write": _write,
    "done": _done,
    "mark": _mark,
    "send": _send,
    "secret": _secret,
    "provider": _provider,
    "bad": lambda event, context: {"statusCode": "two hundred"},
    "bare": lambda event, context: {"hello": "world"},
    "unmarshallable": lambda event, context: {"statusCode": 200, "body": object()},
    "big": lambda event, context: {"statusCode": 200, "body": "x" * 7_000_000},
}
