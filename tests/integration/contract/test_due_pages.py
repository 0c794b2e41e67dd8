"""What is due is read to its end, of the fake and of the real one."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import chain
from typing import Any

import pytest

from reprise.store.accounts import Accounts
from reprise.store.dynamo import delete, put, write
from reprise.store.tracks import Tracks
from tests.fakes.blueprint import name_of

pytestmark = pytest.mark.xdist_group("contract")
ACCOUNTS, TRACKS = name_of("AccountsTable"), name_of("TracksTable")
NOW = datetime(2026, 1, 3, tzinfo=UTC)


def test_all_that_came_due_at_one_moment_is_read_once_though_what_was_read_is_gone_by_then(table: Any) -> None:
    for number in range(5):
        item = {"track_id": f"t{number}", "user_id": "u", "due_shard": "due#1", "due_at": "2026-01-02T00:00:00Z"}
        write(table, [put(TRACKS, item)])
    pages = Tracks(table, TRACKS, Accounts(table, ACCOUNTS)).due_pages("due#1", NOW, 2)
    first = next(pages)
    for track_id in first:
        write(table, [delete(TRACKS, {"track_id": track_id}, "attribute_exists(track_id)")])
    rest = list(chain.from_iterable(pages))
    assert (len(first), sorted([*first, *rest])) == (2, ["t0", "t1", "t2", "t3", "t4"])
