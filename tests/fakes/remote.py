"""botocore's own clients on services of this machine."""

from __future__ import annotations

from typing import Any

import botocore.session
from botocore.config import Config

from local.resources import REGION
from tests.fakes.blueprint import plan

CONNECTIONS = 32


def client(service: str, endpoint: str) -> Any:
    """A client as the functions have it, with a connection for every thread."""
    config = Config(
        max_pool_connections=CONNECTIONS,
        retries={"mode": "standard", "max_attempts": 3},
        signature_version="s3v4" if service == "s3" else None,
        s3={"addressing_style": "path"},
    )
    return botocore.session.get_session().create_client(
        service,
        region_name=REGION,
        endpoint_url=endpoint,
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
        config=config,
    )


def empty(dynamodb: Any) -> None:
    """Take every item out of every table; to make a table anew would take longer."""
    for table in plan().tables:
        name = table.request["TableName"]
        keys = [one["AttributeName"] for one in table.request["KeySchema"]]
        for item in dynamodb.scan(TableName=name)["Items"]:
            dynamodb.delete_item(TableName=name, Key={key: item[key] for key in keys})
