"""What a call costs a user with a long history: as much as it shows, however long that history is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from reprise.domain.track import Track
from reprise.store.attributes import to_item
from reprise.store.tracks import fields_of
from tests.simulation import events
from tests.simulation.audit import TRACKS
from tests.simulation.staging import world
from tests.simulation.world import World
from tests.unit.domain import make

TRACKS_MADE = 1000
USER = "collector"
SECRET = "kms.GenerateMac"
"""What signs cursors, fetched once in the life of a process."""


@pytest.fixture(scope="module")
def place() -> Iterator[World]:
    with world() as found:
        found.grant(USER, 10)
        found.cloud.wire.quiet = True
        found.cloud.dynamodb.watchers.clear()  # nobody has paid for this history
        for number in range(TRACKS_MADE):
            found.cloud.dynamodb.put_item(TableName=TRACKS, Item=to_item(fields_of(finished(number))))
        found.cloud.wire.quiet = False
        yield found


def finished(number: int) -> Track:
    """One of many tracks."""
    made = make.BEFORE + timedelta(seconds=number)
    return make.completed(track_id=f"{number:032x}", user_id=USER, created_at=made, project_id=f"p{number}")


def listed(place: World, **query: str) -> tuple[dict[str, Any], list[str]]:
    """A page, and the calls that it took."""
    before = len(place.cloud.wire.calls)
    answer = place.http("library", events.request("GET /v1/tracks", user=USER, query=query))
    assert answer.status == 200
    return answer.body, place.cloud.wire.calls[before:]


def test_a_page_reads_what_it_shows(place: World) -> None:
    page, calls = listed(place, limit="20")
    assert [item["trackId"] for item in page["items"]] == [f"{TRACKS_MADE - 1 - n:032x}" for n in range(20)]
    assert [call for call in calls if call != SECRET] == ["dynamodb.Query", "dynamodb.BatchGetItem"]


def test_a_filter_that_matches_nothing_does_bounded_work_and_hands_a_cursor_on(place: World) -> None:
    page, calls = listed(place, status="failed")
    assert (page["items"], bool(page["cursor"])) == ([], True)
    assert len([call for call in calls if call != SECRET]) <= 2 * 3  # whichever test comes first reads the secret


def test_whoever_reads_on_finds_what_lies_deep(place: World) -> None:
    cursor, found, pages = None, [], 0
    while pages == 0 or cursor:
        page, _ = listed(place, projectId="p7", **({"cursor": cursor} if cursor else {}))
        found += [item["trackId"] for item in page["items"]]
        cursor, pages = page["cursor"], pages + 1
    assert found == [f"{7:032x}"]
    assert pages <= 1 + TRACKS_MADE / 200


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_sync_looks_at_what_runs_and_at_nothing_else(place: World, method: str) -> None:
    before = len(place.cloud.wire.calls)
    answer = place.http("sync", events.request(f"{method} /v1/sync", user=USER))
    assert (answer.status, answer.body["generations"]) == (200, [])
    assert place.cloud.wire.calls[before:] == ["dynamodb.GetItem"]


def test_a_sync_shows_a_song_and_a_runs_current_segment_in_three_reads() -> None:
    with world() as place:
        place.grant(USER, 20)
        place.move(USER, "premium")
        song = place.post_track(USER, {"prompt": "rain"}, key="song").body["trackId"]
        run = place.post_parcours(USER, starts=True).body["runId"]
        place.work()
        before = len(place.cloud.wire.calls)
        answer = place.http("sync", events.request("GET /v1/sync", user=USER))
        shown = {one["taskType"]: one["trackId"] for one in answer.body["generations"]}
        calls = place.cloud.wire.calls[before:]
        segment = place.get_run(USER, run).body["segments"][0]["segmentId"]
        assert shown == {"track": song, "segment": segment}
        assert calls == ["dynamodb.GetItem", "dynamodb.BatchGetItem", "dynamodb.BatchGetItem"]
