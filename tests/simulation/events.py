"""Events as AWS hands them to the functions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from tests.fakes.streams import image
from tests.fakes.tables import Change

Event = dict[str, Any]
MINUTE: Event = {}
"""What the schedule sends."""


def request(
    route: str,
    body: Any = None,
    *,
    user: str | None = None,
    headers: Mapping[str, str] | None = None,
    path: Mapping[str, str] | None = None,
    query: Mapping[str, str] | None = None,
) -> Event:
    """A request of the HTTP API, payload 2.0; a user is who the authorizer has recognised."""
    claims = {"sub": user or "", "cognito:groups": "[admin]"}
    return {
        "version": "2.0",
        "routeKey": route,
        "headers": dict(headers or {}),
        "pathParameters": dict(path or {}),
        "queryStringParameters": dict(query or {}),
        "body": None if body is None else json.dumps(body),
        "isBase64Encoded": False,
        "requestContext": {"requestId": "request", "authorizer": {"jwt": {"claims": claims}}},
    }


def webhook(
    track_id: str | None, token: str | None, payload: Any, provider: str = "suno", kind: str = "track"
) -> Event:
    """A provider's callback at the URL that it was given."""
    query = {name: value for name, value in ((kind, track_id), ("token", token)) if value}
    return request("POST /v1/webhooks/{provider}", payload, path={"provider": provider}, query=query)


def messages(received: Iterable[Mapping[str, Any]], queue: str) -> Event:
    """A batch of a queue."""
    return {
        "Records": [
            {
                "messageId": one["MessageId"],
                "receiptHandle": one["ReceiptHandle"],
                "body": one["Body"],
                "attributes": one["Attributes"],
                "messageAttributes": {},
                "eventSource": "aws:sqs",
                "eventSourceARN": f"arn:aws:sqs:us-east-1:123456789012:{queue}",
                "awsRegion": "us-east-1",
            }
            for one in received
        ]
    }


def changes(batch: Iterable[tuple[int, Change]]) -> Event:
    """A batch of a table's stream; numbers are their sequence numbers."""
    return {"Records": [_record(number, change) for number, change in batch]}


def _record(number: int, change: Change) -> Event:
    images = {"OldImage": change.old, "NewImage": change.new}
    kind = "INSERT" if change.old is None else "MODIFY" if change.new is not None else "REMOVE"
    return {
        "eventID": str(number),
        "eventName": kind,
        "eventSource": "aws:dynamodb",
        "dynamodb": {
            "Keys": change.keys,
            "SequenceNumber": str(number),
            **{name: image(item) for name, item in images.items() if item is not None},
        },
    }
