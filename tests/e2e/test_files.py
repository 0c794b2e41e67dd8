"""What is made of a version: files that play, kept with it and gone with it; recordings that the provider fetches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests

from tests.e2e.outside import Stack, until

Json = dict[str, Any]


def a_song(stack: Stack, token: str) -> Json:
    """A song that is stored."""
    return stack.reaches(token, stack.start(token)["trackId"], status="completed", stored=True)


def made(stack: Stack, token: str, path: str, **body: Any) -> Json:
    """The track of a task that was started and is completed."""
    answer = stack.call("POST", path, token, json=body)
    assert answer.status_code == 202, answer.text
    return stack.reaches(token, answer.json()["trackId"], status="completed")


def version_of(stack: Stack, token: str, song: Json, holds: Callable[[Json], bool]) -> Json:
    """The song's first version, as soon as it is so."""

    def look() -> Json | None:
        version: Json = stack.track(token, song["trackId"])["versions"][0]
        return version if holds(version) else None

    return until(look)


def has_files(*assets: str) -> Callable[[Json], bool]:
    return lambda version: sorted(one["asset"] for one in version["files"] if one["stored"]) == sorted(assets)


@pytest.mark.parametrize(
    ("task", "assets", "media"), [("wav", ["wav"], "audio/wav"), ("stems", ["instrumental", "vocals"], "audio/mpeg")]
)
def test_files_are_kept_with_their_version_and_go_with_their_task(
    stack: Stack, token: str, task: str, assets: list[str], media: str
) -> None:
    song = a_song(stack, token)
    track = made(stack, token, f"/v1/tracks/{song['trackId']}/{task}")
    assert (track["taskType"], track["creditsCharged"], track["versions"]) == (task, 0.5, [])
    version = version_of(stack, token, song, has_files(*assets))
    for one in version["files"]:
        fetched = requests.get(one["url"], timeout=20)
        assert (fetched.status_code, fetched.headers["Content-Type"]) == (200, media)
        signed = stack.call("POST", "/v1/sign-track", token, json={"trackId": song["trackId"], "asset": one["asset"]})
        assert requests.get(signed.json()["url"], timeout=20).content == fetched.content
    assert stack.call("DELETE", f"/v1/tracks/{track['trackId']}", token).status_code == 204
    version_of(stack, token, song, lambda now: now["files"] == [])
    until(lambda: requests.get(version["files"][0]["url"], timeout=20).status_code == 404 or None)


def test_a_video_is_seen_at_its_version(stack: Stack, token: str) -> None:
    song = a_song(stack, token)
    made(stack, token, f"/v1/tracks/{song['trackId']}/video", author="The Tides")
    version = version_of(stack, token, song, lambda now: "X-Amz-Signature" in (now["videoUrl"] or ""))
    assert requests.get(version["videoUrl"], timeout=20).headers["Content-Type"] == "video/mp4"


@pytest.mark.parametrize(
    ("task", "body"),
    [
        ("cover", {"prompt": "as a waltz"}),
        ("vocals", {"prompt": "a low voice"}),
        ("instrumental", {"title": "Strings"}),
    ],
)
def test_a_recording_is_handed_over_by_an_url_of_ours(
    stack: Stack, token: str, task: str, body: dict[str, str]
) -> None:
    stack.simulator("POST", "config", fetch_uploads=True)
    song = a_song(stack, token)
    track = made(stack, token, f"/v1/tracks/{song['trackId']}/{task}", **body)
    assert len(track["versions"]) == 2
    (upload,) = stack.simulator("GET", f"tasks/{track['taskId']}")["uploads"]
    assert (upload["ok"], upload["contentType"]) == (True, "audio/mpeg")
    assert upload["bytes"] == len(requests.get(song["audioUrl"], timeout=20).content)


def test_words_are_told_and_a_voice_is_made_at_once(stack: Stack, token: str) -> None:
    song = a_song(stack, token)
    words = stack.call("POST", f"/v1/tracks/{song['trackId']}/words", token, json={"variantIndex": 1})
    assert words.status_code == 200
    assert all(word["start"] <= word["end"] for word in words.json()["words"])
    body = {"trackId": song["trackId"], "variantIndex": 0, "name": "The Tide", "description": "A calm voice"}
    options: Json = {"json": body, "headers": {"Idempotency-Key": "a voice"}}
    first, again = (stack.call("POST", "/v1/personas", token, **options) for _ in range(2))
    assert (first.status_code, again.status_code, again.headers["Idempotency-Replayed"]) == (201, 200, "true")
    assert first.json() == again.json()
    assert stack.balance(token) == 9


def test_a_link_that_died_before_it_was_copied_is_asked_for_anew(stack: Stack, token: str) -> None:
    stack.call("POST", "/_local/simulator/faults", json={"kind": "asset_dead", "assets": ["audio"]})
    track_id = stack.start(token)["trackId"]
    stack.reaches(token, track_id, status="completed")
    answer = stack.call("POST", f"/v1/tracks/{track_id}/recover", token)
    assert (answer.status_code, answer.json()["trackId"]) == (202, track_id)
    song = stack.reaches(token, track_id, stored=True)
    assert requests.get(song["audioUrl"], timeout=20).headers["Content-Type"] == "audio/mpeg"
    assert stack.balance(token) == 9
