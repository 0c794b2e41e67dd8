"""One DynamoDB for this folder, with the template's tables: Amazon's DynamoDB Local where Java is, else moto's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from local import dynamodb
from tests.fakes.blueprint import plan
from tests.fakes.remote import client, empty
from tests.integration.concurrency.house import House

KIND = dynamodb.choose()


@pytest.fixture(scope="package", params=[KIND])
def endpoint(request: pytest.FixtureRequest) -> Iterator[str]:
    """Its kind is in the test's id."""
    with dynamodb.running(str(request.param)) as (url, _):
        tables = client("dynamodb", url)
        for table in plan().tables:
            tables.create_table(**table.request)
        yield url


@pytest.fixture
def house(endpoint: str) -> House:
    """The use cases on empty tables."""
    tables = client("dynamodb", endpoint)
    empty(tables)
    return House(tables)
