"""How many invocations of one mapping run at once: as many as its MaximumConcurrency says, and never more."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.local.conftest import Running

MESSAGES = 14


def most_at_once(spans: list[Any]) -> int:
    """How many of the spans overlap at the most crowded moment."""
    begun = [(float(one["begun"]["N"]), 1) for one in spans]
    ended = [(float(one["ended"]["N"]), -1) for one in spans]
    running, most = 0, 0
    for _, change in sorted(begun + ended):
        running += change
        most = max(most, running)
    return most


@pytest.mark.parametrize(("queue", "limit"), [("Narrow", 2), ("Wide", 6)])
def test_as_many_run_at_once_as_the_mapping_allows(
    stack: Running, eventually: Callable[..., Any], queue: str, limit: int
) -> None:
    names = [f"{queue}-{number}" for number in range(MESSAGES)]
    asked = {"queue": f"reprise-{queue}Queue", "bodies": [f"{queue}-go:{name}" for name in names]}
    assert stack.ask("POST", "/v1/open/send", json=asked).status_code == 204
    eventually(lambda: stack.queue(f"{queue}Queue")["inFlight"] == limit)
    time.sleep(1)  # what is held leaves room for one too many, if one may come
    assert stack.queue(f"{queue}Queue")["visible"] == MESSAGES - limit
    stack.ask("POST", "/v1/open/mark", json={"id": f"{queue}-go"})
    spans = [eventually(lambda name=name: stack.done(name)) for name in names]
    assert most_at_once(spans) == limit
