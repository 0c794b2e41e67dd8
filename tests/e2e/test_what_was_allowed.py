"""Least privilege, both ways: what the functions called in this run, and what the template allows them.

Last of its folder by name: it judges the calls that all the others have caused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any, NamedTuple

import pytest

from local.processes import ROOT
from local.resources import Place
from local.template import Template
from tests.e2e.outside import Stack


class Call(NamedTuple):
    """One right: who may do what to which resource."""

    function: str
    action: str
    resource: str


SERVICES = {"dynamodb", "kms", "sqs", "s3", "ssm", "stepfunctions"}
S3_RIGHTS = {"HeadObject": "GetObject", "ListObjectsV2": "ListBucket", "DeleteObjects": "DeleteObject"}
"""Operations whose right has another name."""

IAM_NAMES = {"stepfunctions": "states"}
"""Services whose rights have another name."""

MACHINE = "reprise-parcours"
BY_TOKEN = {"SendTaskSuccess", "SendTaskFailure"}
"""Operations that name a token, which is worth something at one machine only."""

LAMBDA_ITSELF = {
    "sqs:ReceiveMessage",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    "dynamodb:DescribeStream",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:ListStreams",
}
"""Rights that the service uses to fetch a function's events."""

_SIGNERS = ("generate", "library", "sign_track", "submit", "sync")
SIGNING = {Call(name, "s3:GetObject", "reprise-audiobucket") for name in _SIGNERS}
"""A presigned URL is made without a call and is worth what its signer may do."""

ACCOUNTS, TRACKS, RUNS = "reprise-AccountsTable", "reprise-TracksTable", "reprise-RunsTable"
RARE: dict[str, set[Call]] = {
    "a failure or deletion settles with the owner's account": {
        Call(name, f"dynamodb:{operation}", ACCOUNTS)
        for name in ("library", "submit", "sweep", "sync")
        for operation in ("PutItem", "UpdateItem")
    },
    "the first look of a user whom nobody has seen opens an account": {Call("account", "dynamodb:PutItem", ACCOUNTS)},
    "somebody else wrote first, so the track is read again": {Call("sync", "dynamodb:GetItem", TRACKS)},
    "a list has another page": {
        Call(name, "kms:GenerateMac", "alias/reprise-CursorKey") for name in ("account", "library", "parcours")
    },
    "a track that was deleted while its provider worked on it has ended, and goes": {
        Call(name, "dynamodb:DeleteItem", TRACKS) for name in ("ask", "callback", "generate", "submit", "sync")
    },
    "a version is preferred": {Call("library", "dynamodb:PutItem", TRACKS)},
    "a signed callback came without its URL's parameters": {
        Call("callback", "dynamodb:Query", f"{TRACKS}/index/byTask")
    },
    "a provider does not call back, or signs no bodies, and has to be asked: no provider of this stack": {
        *(Call("ask", f"dynamodb:{operation}", TRACKS) for operation in ("GetItem", "PutItem")),
        *(Call("ask", f"dynamodb:{operation}", ACCOUNTS) for operation in ("PutItem", "UpdateItem")),
        Call("follow", "sqs:SendMessage", "reprise-AsksQueue"),
        Call("callback", "sqs:SendMessage", "reprise-AsksQueue"),
        Call("ask", "ssm:GetParameter", "/reprise/suno-api-key"),
    },
    "a run stood still for five minutes, or was not cleared up: the sweep looks after it": {
        *(Call("sweep", f"dynamodb:{operation}", RUNS) for operation in ("GetItem", "PutItem", "DeleteItem")),
        *(Call("sweep", f"dynamodb:{operation}", TRACKS) for operation in ("BatchGetItem", "DeleteItem")),
        *(Call("sweep", f"states:{name}", MACHINE) for name in ("DescribeExecution", *BY_TOKEN)),
    },
    "a step of an execution that another has replaced": {Call("runner", "states:SendTaskFailure", MACHINE)},
    "two writers of one thing met, and one of them read it again": {
        Call(name, "dynamodb:GetItem", TRACKS) for name in ("follow", "parcours", "runner", "sweep")
    },
    "a signed callback is of a task that nobody knows yet": {
        Call("callback", "sqs:ChangeMessageVisibility", "reprise-CallbackRetriesQueue")
    },
    "something waits, so its gate is woken, and the pump looks again": {
        Call("submit", "sqs:SendMessage", "reprise-SubmissionsQueue"),
        Call("follow", "sqs:SendMessage", "reprise-SubmissionsQueue"),
        Call("follow", "dynamodb:UpdateItem", ACCOUNTS),
    },
    "somebody asked for the metrics while something was due": {Call("measure", "dynamodb:BatchGetItem", TRACKS)},
    "what was missed is queued again": {
        Call("sweep", "sqs:SendMessage", f"reprise-{name}Queue") for name in ("Downloads", "Submissions")
    },
    "a file is not ready, is there already, is another's over again, or its track is gone": {
        Call("download", "sqs:ChangeMessageVisibility", "reprise-DownloadsQueue"),
        *(
            Call("download", f"s3:{right}", "reprise-audiobucket")
            for right in ("GetObject", "ListBucket", "DeleteObject")
        ),
    },
    "a worker of merges died or met a fault, or its track failed or is gone": {
        Call("merge", "sqs:ChangeMessageVisibility", "reprise-MergesQueue"),
        Call("merge", "dynamodb:DeleteItem", TRACKS),
        *(Call("merge", f"dynamodb:{operation}", ACCOUNTS) for operation in ("PutItem", "UpdateItem")),
        *(Call("merge", f"s3:{right}", "reprise-audiobucket") for right in ("ListBucket", "DeleteObject")),
    },
}
"""Rights for what this run may or may not meet, each with when it is needed; their own tests are elsewhere."""


@pytest.fixture(scope="module")
def allowed() -> set[Call]:
    own = {"FeaturesFile": "features.json", "OpenaiApiKeyParameter": "/reprise/openai-api-key"}
    template = Template(ROOT / "template.yaml", Place("http://stack", "http://aws"), {}, own)
    functions = template.of_type("AWS::Serverless::Function")
    return {right for one in functions.values() for right in rights(template.resolve(one))}


@pytest.fixture
def seen(shared: Stack) -> set[Call]:
    items = shared.call("GET", "/_local/calls").json()["items"]
    return {call for item in items if item["service"] in SERVICES for call in calls(item)}


def rights(function: dict[str, Any]) -> Iterator[Call]:
    name = PurePosixPath(function["CodeUri"]).name
    statements = [statement for policy in function.get("Policies", []) for statement in policy["Statement"]]
    for statement in statements:
        for action in statement["Action"]:
            yield from (Call(name, action, resource_of(arn)) for arn in statement["Resource"])


def resource_of(arn: str) -> str:
    """`reprise-TracksTable/index/byDue` of its ARN."""
    return arn.removesuffix(":*").rpartition(":")[2].removeprefix("table/").removeprefix("parameter").removesuffix("/*")


def calls(item: dict[str, Any]) -> Iterable[Call]:
    for touched in item["resources"]:
        operation, _, resource = touched.partition(":")
        action = f"{IAM_NAMES.get(item['service'], item['service'])}:{S3_RIGHTS.get(operation, operation)}"
        yield Call(item["function"], action, MACHINE if operation in BY_TOKEN else resource)


def test_every_call_that_was_made_is_allowed(seen: set[Call], allowed: set[Call]) -> None:
    assert len({call.function for call in seen}) == 14, "the run has reached every function that calls AWS"
    assert seen - allowed == set()


def test_everything_that_is_allowed_was_needed(seen: set[Call], allowed: set[Call]) -> None:
    dead_letters = {right for right in allowed if right.resource.endswith("DeadLetters")}
    fetched = {right for right in allowed if right.action in LAMBDA_ITSELF}
    rare = {right for group in RARE.values() for right in group}
    assert allowed - seen - fetched - dead_letters - SIGNING - rare == set()
