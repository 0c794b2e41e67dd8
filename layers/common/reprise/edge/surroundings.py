"""What a function stands in: AWS, time, chance, threads, providers. Tests put functions into other surroundings."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from reprise.edge.clients import Clients
from reprise.edge.clock import SystemClock
from reprise.usecases.transition import Clock

if TYPE_CHECKING:  # for the callback path, which has no use for them
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_s3 import S3Client
    from types_boto3_sqs import SQSClient

    from reprise.providers.provider import Pool
    from reprise.providers.writer import Writer
    from reprise.usecases.copying import StoreAsset
    from reprise.usecases.merging import Join

_TOKEN_BYTES = 32


def new_id() -> str:
    """An id that nothing else has."""
    return uuid4().hex


def new_token() -> str:
    """A secret of 256 bits, fit for a URL."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the process stands in."""

    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    client: Callable[[str], Any] = field(default_factory=Clients)
    """The AWS client of a service."""
    clock: Clock = field(default_factory=SystemClock)
    new_id: Callable[[], str] = new_id
    new_token: Callable[[], str] = new_token
    threads: Callable[[int], Executor] = ThreadPoolExecutor
    """A pool of at most so many threads."""
    pool: Pool | None = None
    """The providers; without it, those that the settings name."""
    writer: Writer | None = None
    """Who writes journeys; without one, whom the settings name."""
    store_asset: StoreAsset | None = None
    """What fetches a file and stores it; without it, the real thing."""
    join: Join | None = None
    """What joins songs; without it, the real thing."""

    @property
    def dynamodb(self) -> DynamoDBClient:
        """The DynamoDB client."""
        client: DynamoDBClient = self.client("dynamodb")
        return client

    @property
    def s3(self) -> S3Client:
        """The S3 client."""
        client: S3Client = self.client("s3")
        return client

    @property
    def sqs(self) -> SQSClient:
        """The SQS client."""
        client: SQSClient = self.client("sqs")
        return client
