"""Somebody who knows the address of the webhook and nothing else, over HTTP."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.outside import Stack, running

POSTS = 60
LARGE = {"stage": "complete", "downloadUrl": "https://evil.example/a.mp3", "pad": "x" * 900_000}


def calls(stack: Stack) -> Counter[str]:
    """What the callback function has called so far."""
    found: list[dict[str, Any]] = stack.call("GET", "/_local/calls").json()["items"]
    return Counter(f"{one['service']}.{one['operation']}" for one in found if one["function"] == "callback")


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Stack]:
    """A stack where nobody else calls back meanwhile."""
    with running(tmp_path) as stack:
        yield stack


def test_posts_for_tracks_that_nobody_has_cost_a_read_each_and_keep_nothing(alone: Stack) -> None:
    stack = alone
    before = calls(stack)
    answers = [
        stack.call("POST", f"/v1/webhooks/suno?{name}={number:032x}&token=x", json=LARGE)
        for number in range(POSTS // 2)
        for name in ("track", "segment")
    ]
    expected = {"ok": False, "message": "track_not_found_yet", "retry": True}
    assert [(answer.status_code, answer.json()) for answer in answers] == [(202, expected)] * POSTS
    assert calls(stack) - before == Counter({"dynamodb.GetItem": POSTS})
    depths = stack.call("GET", "/_local/queues").json()["CallbackRetriesQueue"]
    assert [depths[name] for name in ("visible", "inFlight", "delayed")] == [0, 0, 0]
