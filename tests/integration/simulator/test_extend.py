"""Extending a song: inside it, with its model, with its words or with new ones."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Stand

PATH = "/api/v1/generate/extend"
LONGEST = 10  # no song of the simulator is longer
OWN = {"defaultParamFlag": True, "continueAt": 3, "title": "Wide River"}
BARE = {"defaultParamFlag": False, "prompt": None, "style": None, "title": None}


async def made(stand: Stand) -> str:
    """The id of a finished song."""
    data = await stand.over(await stand.begin(model="V5"))
    return str(data["response"]["sunoData"][1]["id"])


async def extend(stand: Stand, audio_id: str, **changes: Any) -> dict[str, Any]:
    usual = {"customMode": None, "instrumental": None, "model": "V5", "audioId": audio_id}
    return await stand.create(PATH, **{**usual, **changes})


@pytest.mark.parametrize("dialect", ["sunoapi", "kie"])
async def test_an_extension_is_reported_in_stages_and_names_its_source(stand: Stand, dialect: str) -> None:
    await stand.configure(dialect=dialect)
    audio_id = await made(stand)
    await stand.receiver.wait(3)
    stand.receiver.bodies.clear()
    task_id = (await extend(stand, audio_id, **OWN))["data"]["taskId"]
    await stand.receiver.wait(3)

    assert sorted(stand.receiver.stages()) == ["complete", "first", "text"]
    songs = stand.receiver.of("complete")["data"]
    assert [song["title"] for song in songs] == ["Wide River"] * 2
    assert audio_id not in {song["id"] for song in songs}
    record = await stand.record(task_id)
    assert (record["operationType"], record["parentMusicId"]) == ("extend", audio_id)


async def test_without_parameters_of_its_own_it_has_those_of_its_source(stand: Stand) -> None:
    task_id = (await extend(stand, await made(stand), **BARE))["data"]["taskId"]
    songs = (await stand.over(task_id))["response"]["sunoData"]

    assert {(song["title"], song["tags"], song["prompt"]) for song in songs} == {
        ("Slow River", "ambient", "[Verse] slow river")
    }


@pytest.mark.parametrize(("dialect", "code"), [("sunoapi", 400), ("kie", 422)])
@pytest.mark.parametrize(
    "changes",
    [
        {"defaultParamFlag": None},
        {"audioId": None},
        {"model": None},
        {"model": "V4_5"},
        {"prompt": None},
        {"style": None},
        {"title": None},
        {"continueAt": None},
        {"continueAt": "3"},
        {"continueAt": 0},
        {"continueAt": -1},
        {"continueAt": LONGEST},
    ],
)
async def test_what_does_not_fit_the_source_is_refused(
    stand: Stand, changes: dict[str, Any], dialect: str, code: int
) -> None:
    audio_id = await made(stand)
    await stand.configure(dialect=dialect)

    assert (await extend(stand, audio_id, **{**OWN, **changes}))["code"] == code


async def test_another_model_is_refused_with_inherited_parameters_too(stand: Stand) -> None:
    assert (await extend(stand, await made(stand), **BARE, model="V4_5"))["code"] == 400


async def test_a_failed_extension_has_an_empty_list(stand: Stand) -> None:
    audio_id = await made(stand)
    await stand.receiver.wait(3)
    stand.receiver.bodies.clear()
    await stand.fault("task_error", code=501, msg="Generation failed")
    task_id = (await extend(stand, audio_id, **OWN))["data"]["taskId"]
    await stand.receiver.wait(1)

    assert stand.receiver.of("error") == {"callbackType": "error", "task_id": task_id, "data": []}
