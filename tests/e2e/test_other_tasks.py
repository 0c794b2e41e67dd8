"""Lyrics that can be read, and a song that goes on, as a client sees them."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.e2e.outside import PROBLEM, Stack


def started(stack: Stack, path: str, token: str, key: str, **body: Any) -> dict[str, Any]:
    """The first answer to a task, and the same once more."""
    options: dict[str, Any] = {"json": body, "headers": {"Idempotency-Key": key}}
    first, again = (stack.call("POST", path, token, **options) for _ in range(2))
    assert (first.status_code, again.status_code) == (202, 200), first.text
    assert again.json() == first.json() | {"taskId": again.json()["taskId"], "message": "Already processed"}
    return dict(first.json())


def test_lyrics_are_written(stack: Stack, token: str) -> None:
    track_id = started(stack, "/v1/lyrics", token, "words", prompt="a lullaby about the sea")["trackId"]
    track = stack.reaches(token, track_id, status="completed")
    assert (track["taskType"], track["versions"], track["creditsCharged"]) == ("lyrics", [], 0.1)
    assert track["texts"]
    assert all(text["text"] and text["title"] for text in track["texts"])
    assert stack.balance(token) == 9.9


def test_several_songs_are_started_at_once(stack: Stack, token: str) -> None:
    answer = stack.call("POST", "/v1/tracks/batch", token, json={"tracks": [{"prompt": "rain"}, {"prompt": ""}]})
    taken, refused = answer.json()["results"]
    assert (answer.status_code, taken["status"], refused["status"], refused["code"]) == (207, 202, 400, "invalid_input")
    stack.reaches(token, taken["trackId"], status="completed")
    assert stack.balance(token) == 9


def test_a_song_goes_on(stack: Stack, token: str) -> None:
    source = stack.start(token, title="Rain")["trackId"]
    song = stack.reaches(token, source, status="completed")
    halfway = song["versions"][1]["durationSeconds"] / 2
    body = {"variantIndex": 1, "continueAt": halfway, "styleTags": ["calm"]}
    track_id = started(stack, f"/v1/tracks/{source}/extend", token, "on", **body)["trackId"]
    track = stack.reaches(token, track_id, status="completed", stored=True)
    assert (track["taskType"], len(track["versions"]), track["creditsCharged"]) == ("extend", 2, 0.5)
    assert requests.get(track["audioUrl"], timeout=20).headers["Content-Type"] == "audio/mpeg"
    assert stack.balance(token) == 8.5


@pytest.mark.parametrize(
    ("body", "field"),
    [({"continueAt": 9999}, "continueAt"), ({"variantIndex": 7}, "variantIndex"), ({"nonsense": 1}, "nonsense")],
)
def test_what_cannot_be_extended_costs_nothing(stack: Stack, token: str, body: dict[str, Any], field: str) -> None:
    source = stack.start(token)["trackId"]
    stack.reaches(token, source, status="completed")
    answer = stack.call("POST", f"/v1/tracks/{source}/extend", token, json=body)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, PROBLEM)
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert stack.balance(token) == 9


def test_what_is_not_finished_or_not_mine_cannot_be_extended(stack: Stack, token: str) -> None:
    stack.simulator("POST", "config", delays={"complete": None})
    source = stack.start(token)["trackId"]
    path = f"/v1/tracks/{source}/extend"
    stack.reaches(token, source, stage="first")
    assert stack.call("POST", path, token, json={}).status_code == 409
    assert stack.call("POST", path, stack.token("somebody-else"), json={}).status_code == 404
