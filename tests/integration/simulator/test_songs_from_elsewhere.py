"""New sections of a song, and songs that begin with one from elsewhere."""

from __future__ import annotations

import pytest

from .conftest import Stand
from .songs import REPLACE, SECTION, Json, calling, finished, post, reported

DIALECTS = pytest.mark.parametrize("dialect", ["sunoapi", "kie"])


@DIALECTS
async def test_a_section_is_replaced_in_one_song_as_long_as_before(stand: Stand, dialect: str) -> None:
    await stand.configure(song_seconds=60)
    song = await finished(stand, dialect)
    asked = SECTION | song.names | {"infillEndS": 22.25}
    task_id = (await calling(stand, REPLACE, **asked))["data"]["taskId"]
    body = await reported(stand)

    (clip,) = body["data"]["data"]
    assert (body["data"]["callbackType"], body["data"]["task_id"]) == ("complete", task_id)
    assert (clip["title"], clip["tags"], clip["prompt"]) == ("New", "calm", "[Verse] new")
    assert clip["duration"] == pytest.approx(song.clips[0]["duration"], abs=5)
    shown = await stand.record(task_id)
    assert (shown["status"], shown["parentMusicId"], len(shown["response"]["sunoData"])) == ("SUCCESS", "", 1)


@pytest.mark.parametrize(("dialect", "end", "code"), [
    ("sunoapi", 11.9, 422), ("sunoapi", 12, 200), ("sunoapi", 40, 422), ("sunoapi", 90, 422),
    ("kie", 7.9, 422), ("kie", 8, 200), ("kie", 40, 200), ("kie", 62.1, 422), ("kie", 90, 422),
])  # fmt: skip
async def test_how_long_a_section_may_be(stand: Stand, dialect: str, end: float, code: int) -> None:
    await stand.configure(song_seconds=70)
    song = await finished(stand, dialect)

    assert (await calling(stand, REPLACE, **SECTION, **song.names, infillEndS=end))["code"] == code


async def test_kie_replaces_without_a_callback(stand: Stand) -> None:
    song = await finished(stand, "kie")
    asked = SECTION | song.names | {"infillStartS": 0, "infillEndS": 6}
    del asked["fullLyrics"]
    task_id = (await post(stand, REPLACE, **asked))["data"]["taskId"]

    assert (await stand.over(task_id))["status"] == "SUCCESS"
    assert stand.receiver.bodies == []


async def test_sunoapi_replaces_a_section_of_a_song_from_elsewhere(stand: Stand) -> None:
    asked = SECTION | {"uploadUrl": "https://files.test/a.mp3", "model": "V5", "infillEndS": 60}
    task_id = (await calling(stand, REPLACE, **asked))["data"]["taskId"]

    assert len((await stand.over(task_id))["response"]["sunoData"]) == 1


@DIALECTS
@pytest.mark.parametrize(("path", "fields", "kind"), [
    ("upload-cover", {"customMode": True, "instrumental": False, "model": "V5", "style": "s"}, "upload_cover"),
    ("add-vocals", {"style": "s", "negativeTags": "n"}, "generate"),
    ("add-instrumental", {"tags": "s", "negativeTags": "n", "prompt": None}, "generate"),
])  # fmt: skip
async def test_songs_from_elsewhere_are_worked_on_in_stages(
    stand: Stand, dialect: str, path: str, fields: Json, kind: str
) -> None:
    await stand.configure(dialect=dialect)
    usual: Json = {"uploadUrl": "https://files.test/a.mp3", "title": "T", "prompt": "p"}
    asked = {name: value for name, value in (usual | fields).items() if value is not None}
    task_id = (await calling(stand, f"/api/v1/generate/{path}", **asked))["data"]["taskId"]
    await stand.receiver.wait(3)

    assert sorted(stand.receiver.stages()) == ["complete", "first", "text"]
    clips = stand.receiver.of("complete")["data"]
    assert [(clip["tags"], clip["title"]) for clip in clips] == [("s", "T")] * 2
    assert all(clip["source_audio_url"] for clip in clips)
    assert (await stand.record(task_id))["operationType"] == kind
