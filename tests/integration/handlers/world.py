"""The functions on embedded AWS services: tables, queues, bucket and environment as template.yaml says."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass, replace
from functools import cache
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any, cast

from pydantic import TypeAdapter

from local.specs import Plan
from reprise.domain.accounts import Profile
from reprise.domain.track import Track
from reprise.edge.routes import Route
from reprise.edge.surroundings import Surroundings
from reprise.store.attributes import decode, encode, from_item, to_item
from reprise.store.keys import Keys
from reprise.store.tracks import fields_of, track_of
from tests.gates.declared import functions
from tests.gates.source import ROOT
from tests.integration.handlers.machine import Machine
from tests.integration.handlers.provider import Provider
from tests.told import judge_answer, judge_request, operation

Json = dict[str, Any]


def sample(name: str) -> Json:
    """A fresh copy of one of `events/`."""
    event: Json = json.loads((ROOT / "events" / f"{name}.json").read_text("utf-8"))
    return event


@dataclass
class World:
    """What a test can do and see. The functions are not started yet."""

    plan: Plan
    provider: Provider
    machine: Machine
    surroundings: Surroundings

    def __post_init__(self) -> None:
        self.functions = {name: one.within(self.surroundings) for name, one in functions().items()}

    def configure(self, **settings: str) -> None:
        """Start the functions anew, with other settings."""
        self.surround(environment={**self.surroundings.environment, **settings})

    def surround(self, **changes: Any) -> None:
        """Start the functions anew, in other surroundings."""
        self.surroundings = replace(self.surroundings, **changes)
        self.__post_init__()

    def invoke(self, function: str, event: Json, seconds_left: float = 60) -> Any:
        """What the function answers to an event."""
        context = SimpleNamespace(get_remaining_time_in_millis=lambda: seconds_left * 1000)
        return self.functions[function](event, context)

    def http(self, name: str, user: str = "", **changes: Any) -> tuple[int, Any, dict[str, str]]:
        """Status, body and headers of an HTTP call: a sample with other body, headers, query, path, admin, groups."""
        event = _changed(sample(name), changes)
        _sign_in(event, user, changes.get("groups", "[admin]" if changes.get("admin") else None))
        function = name.split(".", maxsplit=1)[0]
        answer = self.invoke(function, event)
        body = json.loads(answer["body"]) if "body" in answer else None
        check(self.functions[function].routes[event["routeKey"]], answer["statusCode"], body)
        _judge(event, answer, body)
        return answer["statusCode"], body, answer["headers"]

    def table(self, logical_id: str) -> str:
        """A table's name."""
        return next(str(table.request["TableName"]) for table in self.plan.tables if table.logical_id == logical_id)

    def rows(self, logical_id: str) -> list[Json]:
        """All items of a table."""
        found = self.surroundings.dynamodb.scan(TableName=self.table(logical_id), ConsistentRead=True)
        return [from_item(item) for item in found["Items"]]

    def keep(self, *tracks: Track) -> None:
        """Put tracks where they would be."""
        for track in tracks:
            self.surroundings.dynamodb.put_item(TableName=self.table("TracksTable"), Item=to_item(fields_of(track)))

    def open(self, profile: Profile) -> None:
        """Put an account where it would be."""
        item = to_item({**Keys.profile(profile.user_id), **encode(profile)})
        self.surroundings.dynamodb.put_item(TableName=self.table("AccountsTable"), Item=item)

    def track(self, track_id: str) -> Track | None:
        """A track as it is kept."""
        key = {"track_id": {"S": track_id}}
        found = self.surroundings.dynamodb.get_item(TableName=self.table("TracksTable"), Key=key, ConsistentRead=True)
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
        return self.surroundings.sqs.get_queue_url(QueueName=name)["QueueUrl"]

    def waiting(self, logical_id: str) -> int:
        """How many messages wait in a queue, the delayed ones too."""
        url = self.queue_url(logical_id)
        found = self.surroundings.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        return int(found["ApproximateNumberOfMessages"]) + int(found["ApproximateNumberOfMessagesDelayed"])

    def bodies(self, logical_id: str) -> list[Json]:
        """What the messages of a queue say that can be received now."""
        received = self.surroundings.sqs.receive_message(QueueUrl=self.queue_url(logical_id), MaxNumberOfMessages=10)
        return [json.loads(message["Body"]) for message in received.get("Messages", [])]


def _changed(event: Json, changes: Json) -> Json:
    for key, member in (("query", "queryStringParameters"), ("path", "pathParameters")):
        if key in changes:
            event[member] = changes[key]
    if "body" in changes:
        event["body"] = changes["body"] if isinstance(changes["body"], str) else json.dumps(changes["body"])
    headers = event["headers"] | changes.get("headers", {})
    event["headers"] = {name: value for name, value in headers.items() if value is not None}
    return event


def _sign_in(event: Json, user: str, groups: str | None) -> None:
    authorizer = event["requestContext"].get("authorizer")
    if authorizer is None:
        return
    if not user:
        del event["requestContext"]["authorizer"]
        return
    claims = {name: value for name, value in authorizer["jwt"]["claims"].items() if name != "cognito:groups"}
    authorizer["jwt"]["claims"] = claims | {"sub": user} | ({"cognito:groups": groups} if groups else {})


@cache
def shape(kind: Any) -> TypeAdapter[Any]:
    """What checks a value against a type."""
    return TypeAdapter(kind)


def _judge(event: Json, answer: Json, body: Any) -> None:
    """Hold a call against the API's document."""
    method, _, path = event["routeKey"].partition(" ")
    told = operation(method, path)
    if told is None:
        return
    judge_answer(told, answer["statusCode"], answer["headers"].get("content-type", ""), body)
    if answer["statusCode"] == HTTPStatus.OK and event.get("body") and not event["isBase64Encoded"]:
        judge_request(told, HTTPStatus.OK, json.loads(event["body"].removeprefix("\ufeff")))


def check(route: Route[Any, Any], status: int, body: Any) -> None:
    """Hold a successful body against what its route says of it: every field of its type, and no field more."""
    if status >= HTTPStatus.BAD_REQUEST:
        return
    if route.answer is None:
        assert body is None
        return
    # A field that the type does not know is dropped in the reading.
    assert shape(cast("Any", route.answer)).validate_json(json.dumps(body), strict=True) == body


def message(body: object, name: str, receives: int = 1) -> Json:
    """A queue's event with this body in place of the sample's."""
    event = copy.deepcopy(sample(name))
    (record, *_) = event["Records"]
    record["body"] = body if isinstance(body, str) else json.dumps(body)
    record["attributes"]["ApproximateReceiveCount"] = str(receives)
    return event


def environment(plan: Plan) -> dict[str, str]:
    """All functions' variables at once; the template gives each name one meaning."""
    return {name: value for function in plan.functions.values() for name, value in function.environment.items()}
