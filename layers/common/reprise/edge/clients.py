"""AWS clients: one per process and service, made when first needed.

They are botocore's own: a boto3 session costs every cold start and gives nothing more (docs/decisions).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import botocore.session
from botocore.config import Config

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_s3 import S3Client
    from types_boto3_sqs import SQSClient

_CONFIG = Config(
    connect_timeout=1,
    read_timeout=2,
    retries={"mode": "standard", "max_attempts": 3},
    max_pool_connections=20,
)

_OWN = {"s3": Config(signature_version="s3v4", read_timeout=60)}
"""An upload may take a while; presigned URLs are of the one version that every region knows."""


@cache
def _session() -> botocore.session.Session:
    return botocore.session.get_session()


@cache
def _client(service: str) -> Any:
    return _session().create_client(service, config=_CONFIG.merge(_OWN.get(service, Config())))


def dynamodb() -> DynamoDBClient:
    """The DynamoDB client."""
    client: DynamoDBClient = _client("dynamodb")
    return client


def sqs() -> SQSClient:
    """The SQS client."""
    client: SQSClient = _client("sqs")
    return client


def s3() -> S3Client:
    """The S3 client."""
    client: S3Client = _client("s3")
    return client
