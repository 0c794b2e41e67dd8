"""`POST /v1/tracks/{trackId}/extend`: a finished version goes on as a new track."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from reprise.domain.accounts import Plan
from reprise.domain.track import Track
from reprise.edge.clock import utc_now
from tests.integration.handlers.posting import LIMITS, USER, problem, rich
from tests.integration.handlers.tasks import call_back, kept
from tests.integration.handlers.world import World
from tests.unit.domain import make

SOURCE = f"{7:032x}"


def extend(world: World, track_id: str = SOURCE, key: str = "key-1", **body: Any) -> tuple[int, Any, dict[str, str]]:
    path, headers = {"trackId": track_id}, {"idempotency-key": key}
    return world.http("generate.post_extend", USER, body=body, path=path, headers=headers)


def finished_song(world: World, **changes: Any) -> Track:
    made = make.completed(track_id=SOURCE, user_id=USER, created_at=utc_now(), due_at=None)
    song = replace(made, **changes)
    world.keep(song)
    return song


def test_a_version_goes_on_as_a_new_track(world: World) -> None:
    rich(world)
    finished_song(world)
    status, body, headers = extend(world, variantIndex=1, continueAt=60, styleTags=["calm"])
    assert (status, body["status"], body["creditsCharged"]) == (202, "processing", 0.5)
    assert set(LIMITS) <= set(headers)
    (sent,) = world.provider.creates
    callback = sent.pop("callBackUrl")
    assert parse_qs(urlsplit(callback).query)["track"] == [body["trackId"]]
    assert sent == {
        "path": "/api/v1/generate/extend",
        "defaultParamFlag": True,
        "audioId": "id-b",
        "model": "V5",
        "continueAt": 60,
        "prompt": "go on",
        "style": "calm",
        "title": "Untitled",
    }
    track = kept(world, body["trackId"])
    assert (track.task_type, track.provider, track.sources[0].track_id) == ("extend", "suno", SOURCE)
    profile = world.profile(USER)
    assert (profile.balance, profile.minute_count, profile.day_count) == (95, 1, 1)


def test_its_result_are_versions_like_a_songs(world: World) -> None:
    finished_song(world)
    track_id = extend(world)[1]["trackId"]
    assert world.provider.creates[-1]["defaultParamFlag"] is False
    clips = [{"id": name, "audio_url": f"https://f.example/{name}.mp3"} for name in "xy"]
    assert call_back(world, callbackType="complete", task_id="task-1", data=clips)[0] == 200
    _, shown, _ = world.http("library.get_track", USER, path={"trackId": track_id})
    assert (shown["taskType"], shown["status"], len(shown["versions"])) == ("extend", "completed", 2)
    assert kept(world, track_id).due_at is not None


def test_an_extension_can_be_extended_with_its_sources_model(world: World) -> None:
    rich(world, Plan.PREMIUM)
    finished_song(world, request=make.song(model_version="V4"))
    track_id = extend(world)[1]["trackId"]
    clips = [{"id": "x", "audio_url": "https://f.example/x.mp3"}]
    call_back(world, callbackType="complete", task_id="task-1", data=clips)
    assert extend(world, track_id, key="key-2")[0] == 202
    assert [sent["model"] for sent in world.provider.creates] == ["V4", "V4"]
    assert world.provider.creates[-1]["audioId"] == "x"


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"variantIndex": 2}, ["variantIndex"]),
        ({"variantIndex": -1}, ["variantIndex"]),
        ({"continueAt": 120.5}, ["continueAt"]),
        ({"continueAt": 0}, ["continueAt"]),
        ({"prompt": "on"}, ["continueAt"]),
        ({"continueAt": 10, "title": "x" * 101}, ["title"]),
        ({"continueAt": 10, "styleTags": ["x" * 200] * 6}, ["styleTags"]),
        ({"provider": "suno"}, ["provider"]),
    ],
)
def test_bad_input_costs_nothing(world: World, body: dict[str, Any], fields: list[str]) -> None:
    finished_song(world)
    answer = extend(world, **body)
    assert problem(answer) == (400, "invalid_input")
    assert [error["field"] for error in answer[1]["errors"]] == fields
    assert (world.provider.creates, world.profile(USER).balance) == ([], 100)
    assert len(world.rows("TracksTable")) == 1


@pytest.mark.parametrize("track_id", [f"{9:032x}", "nonsense", "x" * 200])
def test_an_unknown_track_is_not_found(world: World, track_id: str) -> None:
    assert problem(extend(world, track_id)) == (404, "not_found")


def test_somebody_elses_track_is_not_found(world: World) -> None:
    finished_song(world, user_id="user-2")
    assert problem(extend(world)) == (404, "not_found")


@pytest.mark.parametrize("made", [make.accepted(), make.playable(), make.failed(versions=make.versions(make.A))])
def test_an_unfinished_track_is_a_conflict(world: World, made: Track) -> None:
    world.keep(replace(made, track_id=SOURCE, user_id=USER, versions=made.versions or make.versions(make.A)))
    assert problem(extend(world)) == (409, "conflict")
    assert world.profile(USER).balance == 100


@pytest.mark.parametrize("made", [make.waiting(), make.accepted()])
def test_a_track_that_has_no_version_yet_is_a_conflict_too(world: World, made: Track) -> None:
    world.keep(replace(made, track_id=SOURCE, user_id=USER))
    assert problem(extend(world)) == (409, "conflict")


def test_the_same_key_again_is_a_replay_also_when_the_source_is_gone(world: World) -> None:
    finished_song(world)
    _, first, _ = extend(world)
    world.http("library.delete_track", USER, path={"trackId": SOURCE})
    assert extend(world)[:2] == (200, first | {"message": "Already processed"})
    assert problem(extend(world, continueAt=5)) == (422, "idempotency_mismatch")
