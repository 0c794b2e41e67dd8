"""`POST /v1/lyrics`: from the request to the texts."""

from __future__ import annotations

from typing import Any

import pytest

from reprise.domain.states import Status
from tests.integration.handlers.posting import LIMITS, USER, problem, rich
from tests.integration.handlers.tasks import call_back, kept
from tests.integration.handlers.world import World

TEXTS = [{"title": "Tides", "text": "[Verse]\nHush", "status": "complete", "error_message": ""}]


def lyrics(world: World, key: str = "key-1", **body: Any) -> tuple[int, Any, dict[str, str]]:
    given = {"prompt": "a lullaby about the sea"} | body
    return world.http("generate.post_lyrics", USER, body=given, headers={"idempotency-key": key})


def test_they_are_charged_a_tenth_and_count_towards_the_minute_only(world: World) -> None:
    rich(world, day_count=100)
    status, body, headers = lyrics(world)
    assert (status, body["status"], body["taskId"], body["creditsCharged"]) == (202, "processing", "task-1", 0.1)
    assert set(LIMITS) <= set(headers)
    profile = world.profile(USER)
    assert (profile.balance, profile.minute_count, profile.day_count) == (99, 1, 100)
    assert profile.running == {body["trackId"]}
    (sent,) = world.provider.creates
    assert (sent["path"], sent["prompt"]) == ("/api/v1/lyrics", "a lullaby about the sea")


@pytest.mark.parametrize("name", ["task_id", "taskId"])
def test_they_end_with_texts_and_nothing_is_left_to_do(world: World, name: str) -> None:
    track_id = lyrics(world)[1]["trackId"]
    data: dict[str, Any] = {"callbackType": "complete", name: "task-1", "data": TEXTS}
    assert call_back(world, **data) == (200, {"ok": True, "stage": "complete"})
    status, shown, _ = world.http("library.get_track", USER, path={"trackId": track_id})
    assert (status, shown["taskType"], shown["status"], shown["versions"]) == (200, "lyrics", "completed", [])
    assert shown["texts"] == [{"title": "Tides", "text": "[Verse]\nHush"}]
    assert (shown["stored"], shown["audioUrl"], shown["firstAt"]) == (False, None, None)
    track = kept(world, track_id)
    assert (track.due_at, world.profile(USER).running) == (None, frozenset())
    assert call_back(world, **data) == (200, {"ok": True, "cached": True})


def test_they_are_in_the_list_beside_songs(world: World) -> None:
    track_id = lyrics(world)[1]["trackId"]
    _, everything, _ = world.http("library.list_tracks", USER, query={})
    _, songs, _ = world.http("library.list_tracks", USER, query={"taskType": "track"})
    assert [item["trackId"] for item in everything["items"]] == [track_id]
    assert songs["items"] == []


@pytest.mark.parametrize(
    "failure",
    [
        {"code": 400, "callbackType": "complete", "data": None},
        {"code": 200, "callbackType": "complete", "data": [{"status": "failed", "errorMessage": "rephrase"}]},
        {"code": 400, "callbackType": "error", "data": None},
    ],
)
def test_what_was_not_written_is_paid_back(world: World, failure: dict[str, Any]) -> None:
    track_id = lyrics(world)[1]["trackId"]
    assert call_back(world, task_id="task-1", **failure)[0] == 200
    track = kept(world, track_id)
    assert (track.status, track.failure, track.refunded) == (Status.FAILED, "content_policy", 1)
    assert world.ledger(USER) == [100, -1, 1]


def test_a_lost_callback_is_asked_for_at_their_own_record(world: World) -> None:
    track_id = lyrics(world)[1]["trackId"]
    record = {"status": "SUCCESS", "response": {"data": [{"title": "Tides", "text": "Hush", "status": "complete"}]}}
    world.provider.records["task-1"] = record
    status, body, _ = world.http("sync.post_sync", USER, body={})
    assert (status, body["syncedCount"]) == (200, 1)
    assert [text.text for text in kept(world, track_id).texts] == ["Hush"]
    assert world.provider.asked_at[-1] == "/api/v1/lyrics/record-info"


@pytest.mark.parametrize(
    ("body", "field"),
    [({"prompt": ""}, "prompt"), ({"prompt": "x" * 201}, "prompt"), ({"prompt": None}, "prompt"),
     ({"title": "no"}, "title"), ({"provider": "suno"}, "provider")],
)  # fmt: skip
def test_bad_input_costs_nothing(world: World, body: dict[str, Any], field: str) -> None:
    answer = lyrics(world, **body)
    assert problem(answer) == (400, "invalid_input")
    assert [error["field"] for error in answer[1]["errors"]] == [field]
    assert (world.provider.creates, world.rows("TracksTable"), world.profile(USER).balance) == ([], [], 100)


def test_a_key_belongs_to_one_task(world: World) -> None:
    rich(world)
    _, first, _ = lyrics(world)
    assert lyrics(world)[:2] == (200, first | {"message": "Already processed"})
    answer = world.http(
        "generate.post_track",
        USER,
        body={"prompt": "a lullaby about the sea"},
        headers={"idempotency-key": "key-1"},
    )
    assert problem(answer) == (422, "idempotency_mismatch")
    assert len(world.provider.creates) == 1
