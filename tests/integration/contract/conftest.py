"""Each client twice: the fake, and botocore's own on an embedded service."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from local import dynamodb, processes
from tests.fakes.blueprint import plan
from tests.fakes.cloud import Cloud
from tests.fakes.remote import client, empty

REAL = dynamodb.choose()
BUCKET = plan().buckets[0]


@pytest.fixture(scope="package")
def tables() -> Iterator[Any]:
    with dynamodb.running(REAL) as (url, _):
        made = client("dynamodb", url)
        for table in plan().tables:
            made.create_table(**table.request)
        yield made


@pytest.fixture(scope="package")
def moto(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port, log = processes.free_port(), Path(tmp_path_factory.mktemp("moto")) / "log"
    line = [sys.executable, "-m", "local.moto_server", "http://nobody.invalid", str(port)]  # it runs no machines here
    with processes.serving(line, port, "moto", log) as url:
        queues, bucket = client("sqs", url), client("s3", url)
        for queue in plan().queues:
            if not queue.dead_letters:
                queues.create_queue(QueueName=queue.name, Attributes=queue.attributes)
        bucket.create_bucket(Bucket=BUCKET)
        yield url


@pytest.fixture(params=["fake", REAL])
def table(request: pytest.FixtureRequest) -> Any:
    """A DynamoDB client, its tables empty."""
    if request.param == "fake":
        return Cloud().dynamodb
    real = request.getfixturevalue("tables")
    empty(real)
    return real


@pytest.fixture(params=["fake", "moto"])
def queue(request: pytest.FixtureRequest) -> tuple[Any, str]:
    """An SQS client and the URL of an empty queue."""
    spec = next(one for one in plan().queues if one.logical_id == "SubmissionsQueue")
    if request.param == "fake":
        return Cloud().sqs, f"http://aws.invalid/123456789012/{spec.name}"
    real = client("sqs", request.getfixturevalue("moto"))
    # A queue can be purged once a minute: every test has its own.
    made = real.create_queue(QueueName=f"{spec.name}-{uuid4().hex}", Attributes=spec.attributes)
    return real, made["QueueUrl"]


@pytest.fixture(params=["fake", "moto"])
def bucket(request: pytest.FixtureRequest) -> Any:
    """An S3 client, its bucket empty."""
    if request.param == "fake":
        return Cloud().s3
    real = client("s3", request.getfixturevalue("moto"))
    for item in real.list_objects_v2(Bucket=BUCKET).get("Contents", []):
        real.delete_object(Bucket=BUCKET, Key=item["Key"])
    return real
