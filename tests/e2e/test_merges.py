"""Songs one after the other, as a client sees them: posted, joined by our own worker, heard, used again, deleted."""

from __future__ import annotations

import io
from typing import Any

import av
import pytest
import requests

from tests.e2e.outside import PROBLEM, Stack, until

FRAME = 1152 / 44_100
CROSSFADE = 0.02


def song(stack: Stack, token: str, title: str) -> dict[str, Any]:
    """A song of two versions that are stored."""
    track_id = stack.start(token, title=title)["trackId"]
    return stack.reaches(token, track_id, status="completed", stored=True)


def audio(url: str) -> bytes:
    """What a player gets."""
    answer = requests.get(url, timeout=20)
    assert answer.headers["Content-Type"] == "audio/mpeg"
    return answer.content


def seconds(body: bytes) -> float:
    """How long it plays, to the last sample."""
    with av.open(io.BytesIO(body), "r") as container:
        stream = container.streams.audio[0]
        return sum(frame.samples for frame in container.decode(stream)) / stream.rate


def merged(stack: Stack, token: str, *versions: tuple[str, int], **body: Any) -> dict[str, Any]:
    """A merge that is done."""
    sources = [{"trackId": track_id, "variantIndex": index} for track_id, index in versions]
    answer = stack.call("POST", "/v1/merges", token, json={"sources": sources, **body})
    assert answer.status_code == 202, answer.text
    return stack.reaches(token, answer.json()["trackId"], status="completed")


def test_it_can_be_signed_and_joined_again(stack: Stack, token: str) -> None:
    track_id = song(stack, token, "Rain")["trackId"]
    track = merged(stack, token, (track_id, 0), (track_id, 1))
    asked = {"trackId": track["trackId"], "variantIndex": 0}
    signed = stack.call("POST", "/v1/sign-track", token, json=asked)
    assert audio(signed.json()["url"]) == audio(track["audioUrl"])
    again = merged(stack, token, (track["trackId"], 0), (track_id, 0))
    assert again["durationSeconds"] > track["durationSeconds"]


def test_songs_become_one_that_plays(stack: Stack, token: str) -> None:
    first, second = (song(stack, token, title) for title in ("Rain", "Sun"))
    before = stack.balance(token)
    named = ((first["trackId"], 0), (second["trackId"], 1), (first["trackId"], 0))
    track = merged(stack, token, *named, title="Weather")
    assert (track["title"], track["taskType"], track["stored"], len(track["versions"])) == ("Weather", "merge", True, 1)
    assert stack.balance(token) == before - 0.5
    parts = [seconds(audio(one["audioUrl"])) for one in (first["versions"][0], second["versions"][1])]
    expected = 2 * parts[0] + parts[1] - 2 * CROSSFADE
    # What encoders put before and behind a song is left out of it.
    assert seconds(audio(track["audioUrl"])) == pytest.approx(expected, abs=3 * 3 * FRAME)
    assert track["durationSeconds"] == pytest.approx(seconds(audio(track["audioUrl"])), abs=FRAME)


def test_what_it_cannot_be_used_for_is_said_clearly(stack: Stack, token: str) -> None:
    track_id = song(stack, token, "Rain")["trackId"]
    track = merged(stack, token, (track_id, 0), (track_id, 1))
    answer = stack.call("POST", f"/v1/tracks/{track['trackId']}/extend", token, json={})
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, PROBLEM)
    assert answer.json()["code"] == "unsupported_feature"
    alone = stack.call("POST", "/v1/merges", token, json={"sources": [{"trackId": track_id, "variantIndex": 0}]})
    assert (alone.status_code, [error["field"] for error in alone.json()["errors"]]) == (400, ["sources"])


def test_its_audio_goes_with_it(stack: Stack, token: str) -> None:
    track_id = song(stack, token, "Rain")["trackId"]
    track = merged(stack, token, (track_id, 0), (track_id, 1))
    assert stack.call("DELETE", f"/v1/tracks/{track['trackId']}", token).status_code == 204

    def is_gone() -> bool:
        return requests.get(track["audioUrl"], timeout=20).status_code == 404

    assert until(is_gone)
