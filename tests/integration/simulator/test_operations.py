"""Tasks that work on a song: WAV, video, stems; what they take, report and serve."""

from __future__ import annotations

import io
import wave
from typing import Any

import av
import pytest
from mutagen import mp3

from .conftest import Stand
from .files import get
from .songs import MP4, REPLACE, SECTION, STEMS, WAV, Json, calling, finished, record, reported

MP3: Any = mp3.MP3  # mutagen has no types
DIALECTS = pytest.mark.parametrize("dialect", ["sunoapi", "kie"])
REFUSED = {"sunoapi": 400, "kie": 422}


@DIALECTS
async def test_a_wav(stand: Stand, dialect: str) -> None:
    song = await finished(stand, dialect)
    task_id = (await calling(stand, f"{WAV}/generate", **song.names))["data"]["taskId"]
    body, shown = await reported(stand), await record(stand, WAV, task_id)

    url = body["data"]["audioWavUrl"]
    assert body == {
        "code": 200, "msg": "All generated successfully.", "data": {"task_id": task_id, "audioWavUrl": url},
    }  # fmt: skip
    assert (shown["successFlag"], shown["response"]) == ("SUCCESS", {"taskId": task_id, "audioWavUrl": url})
    assert (shown["musicId"], shown["errorCode"]) == (song.audio_id, None)
    (status, headers, first), (_, _, again) = await get(stand, url), await get(stand, url)
    assert (status, headers["Content-Type"], first == again) == (200, "audio/wav", True)
    with wave.open(io.BytesIO(first)) as file:
        assert file.getnframes() / file.getframerate() == pytest.approx(song.clips[0]["duration"], abs=0.02)


@DIALECTS
async def test_a_video(stand: Stand, dialect: str) -> None:
    song = await finished(stand, dialect)
    asked = song.names | {"author": "Reprise", "domainName": "reprise.test"}
    task_id = (await calling(stand, f"{MP4}/generate", **asked))["data"]["taskId"]
    body, shown = await reported(stand), await record(stand, MP4, task_id)

    url = body["data"]["video_url"]
    assert body == {"code": 200, "msg": "All generated successfully.", "data": {"task_id": task_id, "video_url": url}}
    assert (shown["successFlag"], shown["response"]) == ("SUCCESS", {"taskId": task_id, "videoUrl": url})
    (_, headers, first), (_, _, again) = await get(stand, url), await get(stand, url)
    assert (headers["Content-Type"], first == again) == ("video/mp4", True)
    with av.open(io.BytesIO(first)) as file:
        assert [stream.type for stream in file.streams] == ["video", "audio"]


STEM_FIELDS = {"sunoapi": "vocal_removal_info", "kie": "vocal_separation_info"}


@DIALECTS
@pytest.mark.parametrize(("kind", "count"), [(None, 2), ("separate_vocal", 2), ("split_stem", 11)])
async def test_stems(stand: Stand, dialect: str, kind: str | None, count: int) -> None:
    song = await finished(stand, dialect)
    wanted: Json = {"type": kind} if kind else {}
    task_id = (await calling(stand, f"{STEMS}/generate", **song.names, **wanted))["data"]["taskId"]
    body, shown = await reported(stand), await record(stand, STEMS, task_id)

    urls = body["data"][STEM_FIELDS[dialect]]
    assert (body["code"], body["data"]) == (200, {"task_id": task_id, STEM_FIELDS[dialect]: urls})
    assert urls.pop("origin_url") == ""
    assert (len(urls), shown["successFlag"]) == (count, "SUCCESS")
    assert set(urls.values()) <= set(map(str, shown["response"].values()))


async def test_each_stem_is_a_song_of_its_own_as_long_as_the_song(stand: Stand) -> None:
    song = await finished(stand)
    await calling(stand, f"{STEMS}/generate", **song.names, type="split_stem")
    urls = (await reported(stand))["data"]["vocal_removal_info"]
    files, again = [[(await get(stand, url))[2] for url in filter(None, urls.values())] for _ in range(2)]

    assert (files == again, len(set(files))) == (True, 11)
    lengths = {round(MP3(io.BytesIO(file)).info.length, 1) for file in files}
    assert lengths == {round(song.clips[0]["duration"], 1)}


@DIALECTS
@pytest.mark.parametrize("path", [f"{WAV}/generate", f"{MP4}/generate", f"{STEMS}/generate", REPLACE])
async def test_the_song_is_known_finished_and_of_that_task(stand: Stand, dialect: str, path: str) -> None:
    song, other = await finished(stand, dialect), await finished(stand, dialect)
    await stand.configure(delays={"complete": None})
    unfinished = await stand.begin()
    clips = (await stand.task(unfinished))["clips"]
    # the page of this one operation prints the numbers of kie.ai
    section, code = (SECTION | {"infillEndS": 12}, 422) if path == REPLACE else ({}, REFUSED[dialect])

    for names in (
        {"taskId": "unknown", "audioId": song.audio_id}, {"taskId": song.task_id, "audioId": "unknown"},
        {"taskId": other.task_id, "audioId": song.audio_id}, {"taskId": unfinished, "audioId": clips[0]["id"]},
    ):  # fmt: skip
        answer = await calling(stand, path, **section, **names)
        assert (answer["code"], answer["data"]) == (code, None)
        assert answer["msg"].startswith("The music ")


@DIALECTS
@pytest.mark.parametrize(("path", "again"), [(WAV, 409), (MP4, 409), (STEMS, 200)])
async def test_a_song_is_converted_once_and_separated_at_will(
    stand: Stand, dialect: str, path: str, again: int
) -> None:
    song = await finished(stand, dialect)
    codes = [(await calling(stand, f"{path}/generate", **song.names))["code"] for _ in range(2)]
    other = song.names | {"audioId": song.clips[1]["id"]}

    assert codes == [200, again]
    assert (await calling(stand, f"{path}/generate", **other))["code"] == 200


@DIALECTS
@pytest.mark.parametrize(("path", "status"), [
    (WAV, "GENERATE_WAV_FAILED"), (MP4, "GENERATE_MP4_FAILED"), (STEMS, "GENERATE_AUDIO_FAILED"),
])  # fmt: skip
async def test_what_failed_holds_nothing_and_may_be_asked_for_again(
    stand: Stand, dialect: str, path: str, status: str
) -> None:
    song = await finished(stand, dialect)
    await stand.fault("task_error", code=500, msg="no", match=f"{path}/generate", count=1)
    task_id = (await calling(stand, f"{path}/generate", **song.names))["data"]["taskId"]
    body, shown = await reported(stand), await record(stand, path, task_id)

    assert (body["code"], body["msg"], body["data"].pop("task_id")) == (500, "no", task_id)
    assert list(body["data"].values()) == [None]
    assert (shown["successFlag"], shown["response"], shown["errorCode"]) == (status, None, 500)
    assert (await calling(stand, f"{path}/generate", **song.names))["code"] == 200


@pytest.mark.parametrize(("dialect", "path", "status"), [
    ("sunoapi", MP4, "CALLBACK_EXCEPTION"), ("kie", MP4, "SUCCESS"), ("kie", WAV, "CALLBACK_EXCEPTION"),
    ("kie", STEMS, "CALLBACK_EXCEPTION"),
])  # fmt: skip
async def test_only_kies_videos_never_blame_the_receiver(stand: Stand, dialect: str, path: str, status: str) -> None:
    song = await finished(stand, dialect)
    await stand.fault("callback_exception", match=path)
    task_id = (await calling(stand, f"{path}/generate", **song.names))["data"]["taskId"]
    await reported(stand)
    shown = await record(stand, path, task_id)

    assert (shown["successFlag"], shown["response"]["taskId"]) == (status, task_id)


@pytest.mark.parametrize(("dialect", "id_field"), [("sunoapi", "taskId"), ("kie", "task_id")])
async def test_lyrics_name_the_task_differently(stand: Stand, dialect: str, id_field: str) -> None:
    await stand.configure(dialect=dialect)
    answer = await calling(stand, "/api/v1/lyrics", prompt="a lullaby")
    body = await reported(stand)

    assert body["data"][id_field] == answer["data"]["taskId"]
    assert len(body["data"]["data"]) == 2


async def test_extend_reports_like_generate(stand: Stand) -> None:
    body = await stand.create(
        "/api/v1/generate/extend", customMode=None, defaultParamFlag=True, audioId="a", continueAt=30
    )
    data = await stand.over(body["data"]["taskId"])

    assert (data["operationType"], data["parentMusicId"]) == ("extend", "a")


@pytest.mark.parametrize(("dialect", "path"), [
    ("sunoapi", "/api/v1/generate/credit"), ("kie", "/api/v1/chat/credit"),
])  # fmt: skip
async def test_each_task_takes_its_price_from_its_own_key(stand: Stand, dialect: str, path: str) -> None:
    song = await finished(stand, dialect)
    await stand.configure(credits=100, prices={"wav": 3})
    for one in (WAV, MP4, STEMS):
        await calling(stand, f"{one}/generate", **song.names)
    other = {"Authorization": "Bearer another-key"}

    assert (await stand.call("GET", path))[1] == {"code": 200, "msg": "success", "data": 85}
    assert (await stand.call("GET", path, headers=other))[1]["data"] == 100
    assert (await calling(stand, f"{STEMS}/generate", **song.names, type="split_stem"))["code"] == 200
    assert (await calling(stand, f"{STEMS}/generate", **song.names, type="split_stem"))["code"] == (
        429 if dialect == "sunoapi" else 402
    )
