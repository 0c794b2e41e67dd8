"""What is answered at once: words with their times, a persona, a richer style."""

from __future__ import annotations

import json
from typing import Any

import aiohttp
import pytest

from .conftest import KEY, Stand
from .songs import ALIGNED, BOOST, PERSONA, Json, calling, finished, post

DIALECTS = pytest.mark.parametrize("dialect", ["sunoapi", "kie"])
REFUSED = {"sunoapi": 400, "kie": 422}
WHO = {"name": "Ada", "description": "a calm voice"}


@DIALECTS
async def test_words_have_the_headings_before_them(stand: Stand, dialect: str) -> None:
    song = await finished(stand, dialect, prompt="[Verse]\nslow river\n\n[Chorus] flow on")
    answer, again = [await post(stand, ALIGNED, **song.names) for _ in range(2)]

    data = answer["data"]
    assert answer == again == {"code": 200, "msg": "success", "data": data}
    assert set(data) == {"alignedWords", "waveformData", "hootCer", "isStreamed"}
    words = data["alignedWords"]
    assert [word["word"] for word in words] == ["[Verse]\nslow ", "river ", "[Chorus]\nflow ", "on "]
    assert {frozenset(word) for word in words} == {frozenset({"word", "success", "startS", "endS", "palign"})}


async def test_words_have_times_within_the_song(stand: Stand) -> None:
    song = await finished(stand)
    data = (await post(stand, ALIGNED, **song.names))["data"]

    times = [moment for word in data["alignedWords"] for moment in (word["startS"], word["endS"])]
    assert times == sorted(times)
    assert 0 < times[0] < times[-1] < song.clips[0]["duration"]
    assert {type(point) for point in data["waveformData"]} == {float}


async def test_sunoapi_also_takes_the_place_of_the_song(stand: Stand) -> None:
    song = await finished(stand)
    by_place = await post(stand, ALIGNED, taskId=song.task_id, musicIndex=0)

    assert by_place == await post(stand, ALIGNED, **song.names)
    assert by_place == await post(stand, ALIGNED, **song.names, musicIndex=1)
    assert by_place != await post(stand, ALIGNED, taskId=song.task_id, musicIndex=1)


@DIALECTS
async def test_an_instrumental_has_no_words(stand: Stand, dialect: str) -> None:
    song = await finished(stand, dialect, instrumental=True, prompt=None)
    answer = await post(stand, ALIGNED, **song.names)

    assert (answer["code"], answer["data"]["alignedWords"]) == (200, [])


@DIALECTS
async def test_a_persona_is_made_once_for_each_song(stand: Stand, dialect: str) -> None:
    song = await finished(stand, dialect)
    first, second = [await post(stand, PERSONA, **song.names, **WHO) for _ in range(2)]
    other = await post(stand, PERSONA, **WHO, taskId=song.task_id, audioId=song.clips[1]["id"])

    assert first == {"code": 200, "msg": "success", "data": WHO | {"personaId": first["data"]["personaId"]}}
    assert (second["code"], second["data"]) == (409, None)
    assert other["data"]["personaId"] != first["data"]["personaId"]


async def test_music_of_an_old_model_has_no_persona(stand: Stand) -> None:
    song = await finished(stand, model="V3_5")

    assert (await post(stand, PERSONA, **song.names, **WHO))["code"] == 400


@DIALECTS
@pytest.mark.parametrize(("path", "more"), [(ALIGNED, {}), (PERSONA, WHO)])
async def test_the_song_is_known_finished_and_of_that_task(stand: Stand, dialect: str, path: str, more: Json) -> None:
    song, other = await finished(stand, dialect), await finished(stand, dialect)
    await stand.configure(delays={"complete": None})
    unfinished = await stand.begin()
    clips = (await stand.task(unfinished))["clips"]

    for names in (
        {"taskId": "unknown", "audioId": song.audio_id}, {"taskId": other.task_id, "audioId": song.audio_id},
        {"taskId": unfinished, "audioId": clips[0]["id"]},
    ):  # fmt: skip
        assert (await post(stand, path, **names, **more))["code"] == REFUSED[dialect]


@pytest.mark.parametrize(("dialect", "moment"), [("sunoapi", str), ("kie", int)])
async def test_a_style_becomes_richer_and_says_what_is_left(stand: Stand, dialect: str, moment: type) -> None:
    await stand.configure(dialect=dialect, credits=10)
    first, again = [(await post(stand, BOOST, content="calm"))["data"] for _ in range(2)]

    assert set(first) == {
        "taskId", "param", "result", "creditsConsumed", "creditsRemaining", "successFlag", "errorCode", "errorMessage",
        "createTime",
    }  # fmt: skip
    assert (first["result"][:6], json.loads(first["param"])) == ("calm, ", {"content": "calm"})
    assert first["result"] == again["result"]
    assert (first["creditsConsumed"], first["creditsRemaining"], again["creditsRemaining"]) == (1, 9, 8)
    assert (first["successFlag"], first["errorCode"], first["errorMessage"]) == ("1", None, "")
    assert (type(first["createTime"]), len(first["taskId"])) == (moment, 32)


@DIALECTS
async def test_no_money_no_answer(stand: Stand, dialect: str) -> None:
    await stand.configure(dialect=dialect, credits=0)

    assert (await post(stand, BOOST, content="calm"))["code"] == (429 if dialect == "sunoapi" else 402)


@pytest.mark.parametrize(("fault", "http", "code"), [
    ({"code": 455}, 200, 455), ({"code": 500, "http_status": 500}, 500, 500), ({"code": 401}, 200, 401),
    ({"code": 200, "msg": "success", "data": {"successFlag": "2"}}, 200, 200),
])  # fmt: skip
@pytest.mark.parametrize("path", [ALIGNED, PERSONA, BOOST])
async def test_what_is_answered_at_once_fails_like_a_create(
    stand: Stand, path: str, fault: Json, http: int, code: int
) -> None:
    song = await finished(stand)
    await stand.fault("create_error", match=path, **fault)
    asked = {"content": "calm"} if path == BOOST else song.names | WHO
    status, answer = await stand.call("POST", path, json=asked)

    assert (status, answer["code"], answer["data"]) == (http, code, fault.get("data"))
    assert (await stand.create())["code"] == 200


@pytest.mark.parametrize(("kind", "made"), [("timeout_after_accept", 409), ("reset_before_accept", 200)])
async def test_a_lost_answer_may_have_been_a_persona(stand: Stand, kind: str, made: int) -> None:
    song = await finished(stand)
    await stand.fault(kind, match=PERSONA, count=1)
    with pytest.raises(aiohttp.ClientError):
        await post(stand, PERSONA, **song.names, **WHO)

    assert (await post(stand, PERSONA, **song.names, **WHO))["code"] == made


async def test_an_answer_may_take_its_time(stand: Stand) -> None:
    await stand.fault("create_slow", match=BOOST, seconds=30)
    brief: Any = aiohttp.ClientTimeout(total=0.05)
    with pytest.raises(TimeoutError):
        await stand.session.post(stand.base + BOOST, json={"content": "calm"}, headers=KEY, timeout=brief)

    assert (await stand.create())["code"] == 200


async def test_what_is_answered_at_once_is_no_generation(stand: Stand) -> None:
    await stand.configure(rate_limit=1, rate_window=600)

    assert [(await post(stand, BOOST, content="calm"))["code"] for _ in range(3)] == [200] * 3
    assert [(await calling(stand, "/api/v1/lyrics", prompt="p"))["code"] for _ in range(2)] == [200, 430]
