"""What posts to the webhook may cost that nothing proves: counted in calls, bytes and messages."""

from __future__ import annotations

import io
import logging
from collections import Counter
from collections.abc import Iterator

import pytest
from aws_lambda_powertools import Logger

from reprise.edge import logging as lines
from tests.fakes.blueprint import name_of
from tests.fakes.units import size_of
from tests.simulation import events
from tests.simulation.forgeries import forgeries
from tests.simulation.staging import SONG, USER, world
from tests.simulation.world import World

POSTS = 1000
KEPT = 4096
"""Bytes of a post that are kept at most."""
TOLD = 1024
"""Bytes that our own lines may tell of it."""


@pytest.fixture
def place() -> Iterator[World]:
    with world() as place:
        place.post_track(USER, SONG)
        yield place


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> io.StringIO:
    """All that is logged; Powertools keeps a logger for each service."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logger = Logger(service=request.node.name, logger_handler=handler)
    monkeypatch.setattr(lines, "_logger", lambda: logger)
    return stream


def kept(place: World) -> int:
    """Bytes in the callback log."""
    return sum(map(size_of, place.cloud.dynamodb.tables[name_of("CallbacksTable")].state.items.values()))


def test_a_thousand_forged_posts_cost_one_read_and_one_small_write_each_at_most_and_no_message(
    place: World, written: io.StringIO
) -> None:
    (task,) = place.cloud.provider.tasks.values()
    state = place.cloud.dynamodb.tables[name_of("TracksTable")].state.copy()
    before = len(place.cloud.wire.calls)
    logging.disable(logging.NOTSET)
    statuses = Counter(place.http("callback", one).status for one in forgeries(task.track_id, POSTS))
    calls = Counter(place.cloud.wire.calls[before:])
    assert set(statuses) == {202, 400, 401, 413}
    assert set(calls) == {"dynamodb.GetItem", "dynamodb.PutItem"}
    assert max(calls.values()) <= POSTS
    assert kept(place) <= POSTS * KEPT
    assert len(written.getvalue()) <= POSTS * TOLD
    assert place.cloud.dynamodb.tables[name_of("TracksTable")].state == state


@pytest.mark.parametrize("number", range(9))
def test_each_kind_costs_no_more(place: World, number: int) -> None:
    (task,) = place.cloud.provider.tasks.values()
    *_, forgery = forgeries(task.track_id, number + 1)
    before = len(place.cloud.wire.calls)
    place.http("callback", forgery)
    calls = Counter(place.cloud.wire.calls[before:])
    assert calls <= Counter({"dynamodb.GetItem": 1, "dynamodb.PutItem": 1})
    assert kept(place) <= KEPT


def test_a_track_that_nobody_has_costs_a_read_and_a_few_hundred_bytes_of_lines(
    place: World, written: io.StringIO
) -> None:
    before = len(place.cloud.wire.calls)
    logging.disable(logging.NOTSET)
    assert place.http("callback", events.webhook("f" * 32, "x", {"stage": "first", "streamUrl": "x"})).status == 202
    assert place.cloud.wire.calls[before:] == ["dynamodb.GetItem"]
    assert kept(place) == 0
    assert len(written.getvalue()) <= 640
