"""One stack for all; each test has users of its own, and leaves no fault behind."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from tests.e2e.outside import Stack, running


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running(tmp_path_factory.mktemp("stack")) as stack:
        yield stack


@pytest.fixture
def stack(shared: Stack) -> Iterator[Stack]:
    yield shared
    shared.call("DELETE", "/_local/faults")
    shared.call("DELETE", "/_local/simulator/faults")
    delays = {"text": 0.2, "first": 0.4, "complete": 0.7}
    shared.simulator("POST", "config", delays=delays, credits=100000, song_seconds=0, fetch_uploads=False)


@pytest.fixture
def user() -> str:
    return f"user-{uuid.uuid4().hex[:12]}"


@pytest.fixture
def token(stack: Stack, user: str) -> str:
    return stack.token(user, plan="premium", credits=10)
