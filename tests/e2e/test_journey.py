"""From a prompt to a file one can play, as a client sees it."""

from __future__ import annotations

import io
from typing import Any

import pytest
import requests
from mutagen.mp3 import MP3

from tests.e2e.outside import Stack, until


def seconds_of(body: bytes) -> float:
    song: Any = MP3(io.BytesIO(body))  # type: ignore[no-untyped-call]
    return float(song.info.length)


def test_a_prompt_becomes_a_song(stack: Stack, token: str) -> None:
    stack.simulator("POST", "config", delays={"text": None, "first": None, "complete": None})
    started = stack.start(token, title="Rain")
    assert (started["status"], started["creditsCharged"]) == ("processing", 1)
    track_id, task_id = started["trackId"], started["taskId"]

    assert stack.track(token, track_id)["stage"] == "submitted"
    stack.simulator("POST", f"tasks/{task_id}/callback", stage="text")
    stack.reaches(token, track_id, stage="text", status="processing")
    stack.simulator("POST", f"tasks/{task_id}/callback", stage="first")
    track = stack.reaches(token, track_id, stage="first", status="processing")
    assert requests.get(track["audioUrl"], timeout=20).status_code == 200
    first_id = track["versions"][0]["providerAudioId"]

    stack.simulator("POST", f"tasks/{task_id}/finish")
    track = stack.reaches(token, track_id, status="completed", stored=True)
    assert track["versions"][0]["providerAudioId"] == first_id
    assert [version["stored"] for version in track["versions"]] == [True, True]
    assert sorted(name for name in track if name.endswith("At") and not track[name]) == ["failedAt"]
    assert stack.balance(token) == 9


def test_a_signed_url_plays_whole_and_in_parts(stack: Stack, token: str, user: str) -> None:
    track_id = stack.start(token)["trackId"]
    track = stack.reaches(token, track_id, stored=True)
    for index in (0, 1):
        answer = stack.call("POST", "/v1/sign-track", token, json={"trackId": track_id, "variantIndex": index})
        assert (answer.status_code, set(answer.json())) == (200, {"url", "expiresAt"})
        whole = requests.get(answer.json()["url"], timeout=20)
        assert (whole.status_code, whole.headers["Content-Type"]) == (200, "audio/mpeg")
        assert seconds_of(whole.content) > 0
        part = requests.get(answer.json()["url"], headers={"Range": "bytes=10-109"}, timeout=20)
        assert (part.status_code, part.content) == (206, whole.content[10:110])
        assert track["versions"][index]["storagePath"] == f"{user}/{track_id}/{index}/audio.mp3"
    assert requests.get(track["audioUrl"], timeout=20).content


def test_the_ledger_tells_it_all(stack: Stack, token: str) -> None:
    track_id = stack.start(token)["trackId"]
    stack.reaches(token, track_id, status="completed")
    items = stack.call("GET", "/v1/credits/transactions", token).json()["items"]
    assert [(entry["type"], entry["amount"], entry["balance"], entry["trackId"]) for entry in items] == [
        ("charge", -1, 9, track_id),
        ("grant", 10, 10, None),
    ]


def test_a_deleted_track_is_gone_with_its_files(stack: Stack, token: str) -> None:
    track_id = stack.start(token)["trackId"]
    url = stack.reaches(token, track_id, stored=True)["audioUrl"]
    assert stack.call("DELETE", f"/v1/tracks/{track_id}", token).status_code == 204
    assert stack.call("GET", f"/v1/tracks/{track_id}", token).status_code == 404
    assert until(lambda: requests.get(url, timeout=20).status_code == 404)


def test_a_song_that_is_deleted_at_its_provider_keeps_its_slot_until_that_is_done(stack: Stack, user: str) -> None:
    token = stack.token(user, plan="free", credits=1)
    stack.simulator("POST", "config", delays={"text": None, "first": None, "complete": None})
    ordered = stack.start(token)
    answer = stack.call("DELETE", f"/v1/tracks/{ordered['trackId']}", token)
    assert (answer.status_code, answer.headers["Credits-Refunded"]) == (204, "1")
    for method, path in (("GET", "/v1/tracks/{}"), ("DELETE", "/v1/tracks/{}")):
        assert stack.call(method, path.format(ordered["trackId"]), token).status_code == 404
    assert stack.balance(token) == 1
    refused = stack.call("POST", "/v1/tracks", token, json={"prompt": "another"})
    assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
    stack.simulator("POST", f"tasks/{ordered['taskId']}/finish")
    assert until(lambda: stack.call("POST", "/v1/tracks", token, json={"prompt": "another"}).status_code == 202)


def test_three_songs_a_day_are_cancelled_for_nothing(stack: Stack, token: str) -> None:
    stack.simulator("POST", "config", delays={"text": None, "first": None, "complete": None})
    songs = [stack.start(token, title=f"Rain {number}")["trackId"] for number in range(5)]
    told = [stack.call("DELETE", f"/v1/tracks/{track_id}", token).headers["Credits-Refunded"] for track_id in songs]
    assert (told, stack.balance(token)) == (["1", "1", "1", "0", "0"], 8)


def test_a_failure_is_told_and_refunded(stack: Stack, token: str) -> None:
    text = "Lyrics contained copyrighted material"
    stack.simulator("POST", "faults", kind="task_error", code=400, msg=text, at="first", count=1)
    track_id = stack.start(token)["trackId"]
    track = stack.reaches(token, track_id, status="failed")
    assert (track["error"]["code"], track["creditsRefunded"]) == ("copyrighted", 1)
    assert stack.balance(token) == 10

    def notices() -> list[dict[str, Any]]:
        return list(stack.call("GET", "/v1/notifications", token).json()["items"])

    (notice,) = until(notices)
    assert (notice["code"], notice["trackId"], notice["readAt"]) == ("copyrighted", track_id, None)
    assert stack.call("POST", f"/v1/notifications/{notice['id']}/read", token).status_code == 204
    assert notices()[0]["readAt"]


def test_a_passing_failure_is_tried_again_by_itself(stack: Stack, token: str) -> None:
    stack.simulator("POST", "faults", kind="task_error", code=531, msg="failed, refunded", at="first", count=1)
    track_id = stack.start(token)["trackId"]
    assert len(stack.reaches(token, track_id, status="completed")["versions"]) == 2
    assert stack.balance(token) == 9


@pytest.mark.parametrize("key", ["a-key", '"a-key"'])
def test_a_thousandth_of_a_thousand_is_still_the_first(stack: Stack, token: str, key: str) -> None:
    first = stack.call("POST", "/v1/tracks", token, json={"prompt": "rain"}, headers={"Idempotency-Key": "a-key"})
    again = stack.call("POST", "/v1/tracks", token, json={"prompt": "rain"}, headers={"Idempotency-Key": key})
    assert (first.status_code, again.status_code, again.headers["Idempotency-Replayed"]) == (202, 200, "true")
    assert again.json() == first.json() | {"message": "Already processed"}
    assert stack.balance(token) == 9


def test_the_key_of_a_deleted_song_still_gives_the_first_answer(stack: Stack, token: str) -> None:
    options: dict[str, Any] = {"json": {"prompt": "rain"}, "headers": {"Idempotency-Key": "gone"}}
    first = stack.call("POST", "/v1/tracks", token, **options)
    track_id = first.json()["trackId"]
    stack.reaches(token, track_id, status="completed")
    assert stack.call("DELETE", f"/v1/tracks/{track_id}", token).status_code == 204
    again = stack.call("POST", "/v1/tracks", token, **options)
    assert (again.status_code, again.headers["Idempotency-Replayed"]) == (200, "true")
    assert again.json()["trackId"] == track_id
