from __future__ import annotations

from collections.abc import Iterator

import pytest

from reprise.store.objects import Objects
from tests.integration.assets import stand


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    with stand.s3_process() as endpoint:
        yield endpoint


@pytest.fixture(scope="session")
def objects(s3_endpoint: str) -> Objects:
    return stand.objects(s3_endpoint)


@pytest.fixture(scope="session")
def liar_origin() -> Iterator[str]:
    with stand.liar_process() as origin:
        yield origin
