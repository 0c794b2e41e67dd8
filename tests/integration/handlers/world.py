"""The functions on embedded AWS services: tables, queues, bucket and environment as template.yaml says."""

from __future__ import annotations

import copy
import importlib
import json
import os
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any

from local.specs import Plan
from reprise.domain.accounts import Profile
from reprise.domain.track import Track
from reprise.edge import bootstrap, clients, settings
from reprise.store.accounts import profile_key
from reprise.store.attributes import decode, encode, from_item, to_item
from reprise.store.tracks import fields_of, track_of
from tests.gates.declared import app, declared
from tests.gates.source import ROOT
from tests.integration.handlers.provider import Provider

Json = dict[str, Any]
CONTEXT = SimpleNamespace(get_remaining_time_in_millis=lambda: 60_000)


def sample(name: str) -> Json:
    """A fresh copy of one of `events/`."""
    event: Json = json.loads((ROOT / "events" / f"{name}.json").read_text("utf-8"))
    return event


@cache
def handler(function: str) -> Any:
    """The function that Lambda calls."""
    return app(declared()[function].folder).lambda_handler


def forget_settings() -> None:
    """Let every function read its environment anew."""
    settings.settings_of.cache_clear()
    for module in pkgutil.iter_modules(bootstrap.__path__):
        for value in vars(importlib.import_module(f"{bootstrap.__name__}.{module.name}")).values():
            if hasattr(value, "cache_clear") and value.__module__.startswith(bootstrap.__name__):
                value.cache_clear()


@dataclass
class World:
    """What a test can do and see."""

    plan: Plan
    provider: Provider

    def invoke(self, function: str, event: Json) -> Any:
        """What the function answers to an event."""
        return handler(function)(event, CONTEXT)

    def http(self, name: str, user: str = "", **changes: Any) -> tuple[int, Any, dict[str, str]]:
        """Status, body and headers of an HTTP call made of a sample: `body`, `headers`, `query`, `path`, `admin`."""
        event = sample(name)
        for key, member in (("query", "queryStringParameters"), ("path", "pathParameters")):
            if key in changes:
                event[member] = changes[key]
        if "body" in changes:
            event["body"] = changes["body"] if isinstance(changes["body"], str) else json.dumps(changes["body"])
        headers = event["headers"] | changes.get("headers", {})
        event["headers"] = {name: value for name, value in headers.items() if value is not None}
        _sign_in(event, user, admin=changes.get("admin", False))
        answer = self.invoke(name.split(".", maxsplit=1)[0], event)
        body = json.loads(answer["body"]) if "body" in answer else None
        return answer["statusCode"], body, answer["headers"]

    def table(self, logical_id: str) -> str:
        """A table's name."""
        return next(str(table.request["TableName"]) for table in self.plan.tables if table.logical_id == logical_id)

    def rows(self, logical_id: str) -> list[Json]:
        """All items of a table."""
        found = clients.dynamodb().scan(TableName=self.table(logical_id), ConsistentRead=True)
        return [from_item(item) for item in found["Items"]]

    def keep(self, *tracks: Track) -> None:
        """Put tracks where they would be."""
        for track in tracks:
            clients.dynamodb().put_item(TableName=self.table("TracksTable"), Item=to_item(fields_of(track)))

    def open(self, profile: Profile) -> None:
        """Put an account where it would be."""
        item = to_item({**profile_key(profile.user_id), **encode(profile)})
        clients.dynamodb().put_item(TableName=self.table("AccountsTable"), Item=item)

    def track(self, track_id: str) -> Track | None:
        """A track as it is kept."""
        key = {"track_id": {"S": track_id}}
        found = clients.dynamodb().get_item(TableName=self.table("TracksTable"), Key=key, ConsistentRead=True)
        return track_of(found["Item"]) if "Item" in found else None

    def profile(self, user: str) -> Profile:
        """An account as it is kept."""
        return decode(
            next(row for row in self.rows("AccountsTable") if row["pk"] == f"user#{user}" and "plan" in row), Profile
        )

    def ledger(self, user: str) -> list[int]:
        """The amounts of an account's entries, oldest first."""
        rows = [row for row in self.rows("AccountsTable") if row["pk"] == f"user#{user}" and "entry_id" in row]
        return [row["amount"] for row in sorted(rows, key=lambda row: str(row["sk"]))]

    def queue_url(self, logical_id: str) -> str:
        """A queue's URL."""
        name = next(queue.name for queue in self.plan.queues if queue.logical_id == logical_id)
        return clients.sqs().get_queue_url(QueueName=name)["QueueUrl"]

    def waiting(self, logical_id: str) -> int:
        """How many messages wait in a queue, the delayed ones too."""
        url = self.queue_url(logical_id)
        found = clients.sqs().get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        return int(found["ApproximateNumberOfMessages"]) + int(found["ApproximateNumberOfMessagesDelayed"])

    def bodies(self, logical_id: str) -> list[Json]:
        """What the messages of a queue say that can be received now."""
        received = clients.sqs().receive_message(QueueUrl=self.queue_url(logical_id), MaxNumberOfMessages=10)
        return [json.loads(message["Body"]) for message in received.get("Messages", [])]


def _sign_in(event: Json, user: str, *, admin: bool) -> None:
    authorizer = event["requestContext"].get("authorizer")
    if authorizer is None:
        return
    if not user:
        del event["requestContext"]["authorizer"]
        return
    claims = {name: value for name, value in authorizer["jwt"]["claims"].items() if name != "cognito:groups"}
    authorizer["jwt"]["claims"] = claims | {"sub": user} | ({"cognito:groups": "[admin]"} if admin else {})


def message(body: object, name: str, receives: int = 1) -> Json:
    """A queue's event with this body in place of the sample's."""
    event = copy.deepcopy(sample(name))
    (record, *_) = event["Records"]
    record["body"] = body if isinstance(body, str) else json.dumps(body)
    record["attributes"]["ApproximateReceiveCount"] = str(receives)
    return event


def environment(plan: Plan) -> Mapping[str, str]:
    """All functions' variables at once; the template gives each name one meaning."""
    return {name: value for function in plan.functions.values() for name, value in function.environment.items()} | {
        "AWS_ENDPOINT_URL": os.environ["AWS_ENDPOINT_URL"]
    }
