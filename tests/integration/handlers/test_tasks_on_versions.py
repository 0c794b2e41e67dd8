"""The tasks that work on a finished version: what each is answered with, costs and counts, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from reprise.domain.accounts import Plan
from tests.integration.handlers.posting import LIMITS, USER, problem, rich
from tests.integration.handlers.provider import Told
from tests.integration.handlers.tasks import kept
from tests.integration.handlers.versions import SOURCE, finished_song, work
from tests.integration.handlers.world import World
from tests.unit.domain import make

CHARGED = {
    "replace": ("/api/v1/generate/replace-section", 1),
    "cover": ("/api/v1/generate/upload-cover", 1),
    "vocals": ("/api/v1/generate/add-vocals", 1),
    "instrumental": ("/api/v1/generate/add-instrumental", 1),
    "stems": ("/api/v1/vocal-removal/generate", 0),
    "wav": ("/api/v1/wav/generate", 0),
    "video": ("/api/v1/mp4/generate", 0),
}
"""Where each is sent, and whether it counts towards the day."""
EVERY = [*CHARGED, "words", "persona", "recover"]


@pytest.mark.parametrize("operation", CHARGED)
def test_it_is_started_for_half_a_credit(world: World, operation: str) -> None:
    rich(world)
    finished_song(world)
    status, body, headers = work(world, operation, variantIndex=1)
    track_id = body["trackId"]
    assert (status, body) == (
        202,
        {"trackId": track_id, "taskId": "task-1", "status": "processing", "creditsCharged": 0.5},
    )
    assert set(LIMITS) <= set(headers)
    path, days = CHARGED[operation]
    assert [sent["path"] for sent in world.provider.creates] == [path]
    profile = world.profile(USER)
    assert (profile.balance, profile.minute_count, profile.day_count) == (95, 1, days)
    assert profile.running == {track_id}
    track = kept(world, track_id)
    assert (track.task_type, track.sources[0].track_id, track.sources[0].audio_id) == (operation, SOURCE, "id-b")


@pytest.mark.parametrize("operation", CHARGED)
def test_the_same_key_is_the_same_task(world: World, operation: str) -> None:
    rich(world)
    finished_song(world)
    _, first, _ = work(world, operation)
    status, again, headers = work(world, operation)
    assert (status, again) == (200, first | {"message": "Already processed"})
    assert headers["idempotency-replayed"] == "true"
    assert problem(work(world, operation, variantIndex=1)) == (422, "idempotency_mismatch")
    assert (len(world.provider.creates), world.profile(USER).balance) == (1, 95)


def refused(world: World, answer: tuple[int, Any, dict[str, str]], tracks: int = 1) -> list[str]:
    """The fields of a refusal that has cost nothing."""
    assert problem(answer) == (400, "invalid_input")
    assert (world.provider.creates, world.profile(USER).balance) == ([], 100)
    assert len(world.rows("TracksTable")) == tracks
    return [error["field"] for error in answer[1]["errors"]]


@pytest.mark.parametrize("operation", EVERY)
@pytest.mark.parametrize(
    ("body", "field"),
    [({"variantIndex": 2}, "variantIndex"), ({"variantIndex": "x"}, "variantIndex"), ({"unknown": 1}, "unknown")],
)
def test_bad_input_is_named_and_costs_nothing(world: World, operation: str, body: dict[str, Any], field: str) -> None:
    finished_song(world)
    assert refused(world, work(world, operation, **body)) == [field]


@pytest.mark.parametrize(
    ("operation", "body", "fields"),
    [
        ("replace", {"endAt": 130}, ["endAt"]),
        ("replace", {"startAt": 40}, ["endAt"]),
        ("replace", {"startAt": 39}, ["endAt"]),
        ("replace", {"endAt": 100}, ["endAt"]),
        ("replace", {"startAt": None}, ["startAt"]),
        ("replace", {"startAt": -1}, ["startAt"]),
        ("cover", {"referenceAudioUrl": "https://f.example/a"}, ["referenceAudioUrl"]),
        ("vocals", {"prompt": None}, ["prompt"]),
        ("vocals", {"vocalGender": "x"}, ["vocalGender"]),
        ("instrumental", {"prompt": "no"}, ["prompt"]),
        ("stems", {"mode": "drums"}, ["mode"]),
        ("video", {"author": "x" * 51}, ["author"]),
        ("persona", {"name": None}, ["name"]),
        ("persona", {"trackId": None}, ["trackId"]),
    ],
)
def test_what_a_task_cannot_take_is_named_and_costs_nothing(
    world: World, operation: str, body: dict[str, Any], fields: list[str]
) -> None:
    finished_song(world)
    assert refused(world, work(world, operation, **body)) == fields


@pytest.mark.parametrize("operation", EVERY)
def test_only_a_finished_version_of_ones_own_is_worked_on(world: World, operation: str) -> None:
    finished_song(world, user_id="user-2")
    assert problem(work(world, operation)) == (404, "not_found")
    world.keep(make.playable(track_id=SOURCE, user_id=USER))
    assert problem(work(world, operation)) == (409, "conflict")
    assert (world.provider.creates, world.profile(USER).balance) == ([], 100)


@pytest.mark.parametrize("operation", EVERY)
def test_links_that_were_found_anew_are_no_songs_to_work_on(world: World, operation: str) -> None:
    finished_song(world, task_type="recover", charged=0)
    assert refused(world, work(world, operation)) == ["variantIndex"]


@pytest.mark.parametrize(("operation", "status"), [("stems", 409), ("wav", 409), ("video", 409), ("cover", 202)])
def test_segments_of_a_run_have_no_files(world: World, operation: str, status: int) -> None:
    finished_song(world, task_type="segment", run_id="run-1", run_index=0)
    assert work(world, operation)[0] == status


def test_the_list_has_songs_and_texts_and_the_others_when_they_are_asked_for(world: World) -> None:
    rich(world, Plan.PREMIUM)
    finished_song(world)
    made = {operation: work(world, operation, key=operation)[1]["trackId"] for operation in CHARGED}
    listed = {item["trackId"] for item in world.http("library.list_tracks", USER, query={})[1]["items"]}
    files = {"stems", "wav", "video"}
    assert listed == {SOURCE} | {made[operation] for operation in made.keys() - files}
    for operation in files:
        items = world.http("library.list_tracks", USER, query={"taskType": operation})[1]["items"]
        assert [item["trackId"] for item in items] == [made[operation]]


@pytest.mark.parametrize("task", ["wav", "video"])
def test_what_its_provider_makes_only_once_is_a_conflict_and_is_paid_back(world: World, task: str) -> None:
    rich(world)
    finished_song(world)
    world.provider.answers.append(Told({"code": 409, "msg": "WAV record already exists", "data": None}))
    answer = work(world, task)
    assert problem(answer) == (409, "conflict")
    assert "only once" in answer[1]["detail"]
    profile = world.profile(USER)
    assert (profile.balance, profile.day_used, profile.running) == (100, 0, frozenset())
    assert problem(work(world, task)) == (409, "conflict")
    assert len(world.provider.creates) == 1


def test_a_task_type_that_there_is_not_is_no_filter(world: World) -> None:
    answer = world.http("library.list_tracks", USER, query={"taskType": "nope"})
    assert problem(answer) == (400, "invalid_input")
    assert [error["field"] for error in answer[1]["errors"]] == ["taskType"]
