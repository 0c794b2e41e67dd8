"""Files that die, and the recovery that makes them anew."""

from __future__ import annotations

import time
from typing import Any

import pytest

from .conftest import Stand
from .files import get
from .songs import RECOVERY, WAV, Json, Song, calling, finished, record, reported


async def recover(stand: Stand, song: Song) -> str:
    """The id of the new task."""
    return str((await calling(stand, RECOVERY, sunoTaskId=song.task_id))["data"]["task_id"])


async def state(stand: Stand, task_id: str) -> Json:
    _, body = await stand.call("GET", f"{RECOVERY}/record-info?task_id={task_id}")
    return dict(body)


async def alive(stand: Stand, song: Song) -> list[bool]:
    """Which files of a song's first clip still live."""
    names = ("audioUrl", "sourceAudioUrl", "streamAudioUrl", "imageUrl")
    return [(await get(stand, song.clips[0][name]))[0] == 200 for name in names]


async def test_recovery_has_a_form_of_its_own(stand: Stand) -> None:
    song = await finished(stand)
    task_id = await recover(stand, song)
    body, shown = await reported(stand), await state(stand, task_id)

    assert task_id != song.task_id
    assert (body["code"], body["task_id"], set(body)) == (200, task_id, {"code", "msg", "data", "task_id"})
    assert [set(item) for item in body["data"]] == [{"id", "audio_url", "title", "status", "error"}] * 2
    assert [item["id"] for item in body["data"]] == [clip["id"] for clip in song.clips]
    said = {(item["title"], item["status"], item["error"]) for item in body["data"]}
    assert said == {("Slow River", "success", None)}
    assert (shown["code"], shown["data"]) == (200, body["data"])


async def test_dead_links_come_back_under_new_ones(stand: Stand) -> None:
    song = await finished(stand)
    before = (await get(stand, song.clips[0]["audioUrl"]))[2]
    await stand.fault("asset_dead", task=song.task_id)
    assert await alive(stand, song) == [False] * 4
    await recover(stand, song)
    body = await reported(stand)

    status, headers, after = await get(stand, body["data"][0]["audio_url"])
    assert (status, headers["Content-Type"], after == before) == (200, "audio/mpeg", True)
    assert await alive(stand, song) == [False] * 4
    assert (await stand.record(song.task_id))["response"]["sunoData"] == song.clips


async def test_what_comes_back_may_be_an_m4a(stand: Stand) -> None:
    await stand.configure(recovery_format="m4a")
    await recover(stand, await finished(stand))
    url = (await reported(stand))["data"][1]["audio_url"]
    (_, headers, first), (_, _, again) = await get(stand, url), await get(stand, url)

    assert url.endswith(".m4a")
    assert (headers["Content-Type"], first[4:11], first == again) == ("audio/mp4", b"ftypM4A", True)


async def test_a_running_recovery_is_201_without_data(stand: Stand) -> None:
    song = await finished(stand)
    await stand.configure(delays={"complete": None})

    shown = await state(stand, await recover(stand, song))
    assert (shown["code"], shown["data"]) == (201, None)


@pytest.mark.parametrize(("fault", "code", "statuses"), [
    ({"kind": "recovery_failed", "variant": 1}, 200, ["success", "failed"]),
    ({"kind": "recovery_failed"}, 500, ["failed", "failed"]),
    ({"kind": "task_error", "code": 500, "msg": "gone"}, 500, ["failed", "failed"]),
])  # fmt: skip
async def test_one_song_is_enough_and_none_is_a_failure(
    stand: Stand, fault: dict[str, Any], code: int, statuses: list[str]
) -> None:
    song = await finished(stand)
    await stand.fault(**fault, match=RECOVERY)
    task_id = await recover(stand, song)
    body, shown = await reported(stand), await state(stand, task_id)

    assert (body["code"], shown["code"], shown["data"]) == (code, code, body["data"])
    assert [item["status"] for item in body["data"]] == statuses
    assert [bool(item["audio_url"]) for item in body["data"]] == [status == "success" for status in statuses]
    assert [bool(item["error"]) for item in body["data"]] == [status == "failed" for status in statuses]
    lost = f"{stand.base}/recovered/{task_id}/{song.clips[1]['id']}.mp3"
    assert (await get(stand, lost))[0] == 404


async def test_only_finished_music_of_theirs_is_recovered(stand: Stand) -> None:
    song = await finished(stand)
    wav = (await calling(stand, f"{WAV}/generate", **song.names))["data"]["taskId"]
    await stand.configure(delays={"complete": None})
    for task_id in ("unknown", song.audio_id, wav, await stand.begin()):
        assert (await calling(stand, RECOVERY, sunoTaskId=task_id))["code"] == 400


async def test_kie_has_no_recovery(stand: Stand) -> None:
    song = await finished(stand, "kie")
    answer = await calling(stand, RECOVERY, sunoTaskId=song.task_id)

    assert (answer["code"], answer["data"]) == (404, None)
    assert (await stand.call("GET", f"{RECOVERY}/record-info?task_id={song.task_id}"))[0] == 404


async def test_files_die_by_clip_and_by_name(stand: Stand) -> None:
    song = await finished(stand)
    await stand.fault("asset_dead", clip=song.audio_id, assets=["audio", "cdn"])

    assert await alive(stand, song) == [False, False, True, True]
    assert (await get(stand, song.clips[1]["audioUrl"]))[0] == 200


@pytest.mark.parametrize(("when", "lives"), [
    ({"after": 3600}, True), ({"after": 0}, False), ({"at": time.time() + 3600}, True), ({"at": time.time()}, False),
])  # fmt: skip
async def test_files_die_at_a_moment(stand: Stand, when: Json, lives: bool) -> None:
    song = await finished(stand)
    await stand.fault("asset_dead", task=song.task_id, **when)

    assert await alive(stand, song) == [lives] * 4


async def test_a_dead_song_leaves_its_wav_alive(stand: Stand) -> None:
    song = await finished(stand)
    wav = (await calling(stand, f"{WAV}/generate", **song.names))["data"]["taskId"]
    await reported(stand)
    url = (await record(stand, WAV, wav))["response"]["audioWavUrl"]
    await stand.fault("asset_dead", task=song.task_id)
    assert (await get(stand, url))[0] == 200
    await stand.fault("asset_dead", task=wav)
    assert (await get(stand, url))[0] == 404


@pytest.mark.parametrize("path", ["wav/{0}.wav", "video/{0}.mp4", "stem/{0}/vocal.mp3", "recovered/{0}/x.mp3"])
async def test_what_nobody_made_is_not_there(stand: Stand, path: str) -> None:
    song = await finished(stand)

    assert (await get(stand, f"{stand.base}/{path.format(song.task_id)}"))[0] == 404
