"""What no document has is read as well as possible, and counted in short words that hold nothing of a user's."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import example, given

from reprise.domain.events import Deferred, Failed, Progress
from reprise.domain.operations import OPERATIONS
from reprise.domain.requests import Song
from reprise.domain.states import Stage
from reprise.domain.track import Failure
from reprise.providers.provider import Reading
from reprise.providers.suno.answers import Heard
from reprise.providers.suno.provider import Suno
from reprise.providers.suno.surprises import of_answer, of_brought, of_record
from tests.unit.providers.talking import BOTH, Reseller
from tests.unit.providers.test_payload_reality import ANY_JSON, real_clip
from tests.unit.providers.test_payload_shapes import CAMEL, SNAKE

CLIP = {"id": "a", "audio_url": "https://f.example/a.mp3"}


def read(body: object) -> Reading:
    reading = Suno().read(json.dumps(body))
    assert reading
    return reading


def callback(**changes: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"callbackType": "complete", "task_id": "t", "data": [CLIP]} | changes.pop("data", {})
    return {"code": 200, "msg": "ok", "data": data} | changes


@pytest.mark.parametrize(
    "body",
    [
        callback(), callback(code=0), callback(code="200"), callback(code=531), callback(data={"data": None}),
        callback(data={"data": [SNAKE, CAMEL, real_clip("1")]}), callback(data={"callbackType": "error", "error": "x"}),
        {"data": [CAMEL], "taskId": "t"},
        {"id": "a", "audioUrl": "https://f.example/a", "status": "SUCCESS", "taskId": "t"},
        {"stage": "first", "streamUrl": "https://f.example/a"},
        {"stage": "complete", "downloadUrl": "https://f.example/a", "duration": 5},
        callback(data={"data": [{"text": "la", "title": "L", "status": "failed", "errorMessage": ""}]}),
        {"code": 200, "msg": "ok", "data": {"task_id": "t", "audioWavUrl": "https://f.example/a.wav"}},
        callback(data={"callbackType": None, "video_url": None}),
        callback(data={"callbackType": None, "vocal_removal_info": {"origin_url": "", "vocal_url": "u"}}),
        {"code": 200, "msg": "ok", "task_id": "t", "data": [CLIP | {"status": "success", "error": ""}]},
    ],
)  # fmt: skip
def test_what_is_documented_surprises_nobody(body: object) -> None:
    assert read(body).surprises == ()


@pytest.mark.parametrize(
    ("body", "surprise"),
    [
        (callback(code=599), "code:599"), (callback(code="²"), "value:code"), (callback(code=[1]), "value:code"),
        (callback(newThing=1), "field:newThing"), (callback(data={"new_thing": 1}), "field:newThing"),
        (callback(data={"callbackType": "WEIRD"}), "status:WEIRD"), (callback(data={"data": "x"}), "value:data"),
        (callback(data={"data": [CLIP | {"status": "ODD"}]}), "status:ODD"),
        (callback(data={"task_id": 5}), "value:taskId"),
        ({"code": 200, "msg": "ok", "data": {"task_id": "t", "vocal_removal_info": {"saxophone_url": "u"}}},
         "field:saxophoneUrl"),
        ({"code": 500, "msg": "no", "data": "gone"}, "value:data"),
    ],
)  # fmt: skip
def test_what_is_not_is_named(body: object, surprise: str) -> None:
    assert read(body).surprises == (surprise,)


def test_an_unknown_code_is_a_server_error() -> None:
    reading = read(callback(code=599))
    assert Suno().report(reading, OPERATIONS["track"]) == Failed(Failure("provider_error", retryable=True), "t")


def test_an_unknown_stage_is_a_first_where_a_song_plays_and_no_shape_where_none_does() -> None:
    reading = read(callback(data={"callbackType": "almost"}))
    report = Suno().report(reading, OPERATIONS["track"])
    assert isinstance(report, Progress)
    assert (report.stage, len(report.clips)) == (Stage.FIRST, 1)
    assert Suno().read(json.dumps(callback(data={"callbackType": "almost", "data": []}))) is None


def test_an_unknown_stage_with_a_code_of_failure_is_a_failure() -> None:
    assert read(callback(code=501, data={"callbackType": "gone", "data": None})).stage is Stage.ERROR


def test_surprises_are_few_and_short_and_tell_nothing_of_what_was_written() -> None:
    odd = {f"my secret {number} " + "x" * 100: 1 for number in range(50)}
    surprises = read(callback(data=odd)).surprises
    assert len(surprises) == 5
    assert all(re.fullmatch(r"field:[A-Za-z0-9_.?-]{1,40}", each) for each in surprises)


@pytest.mark.parametrize(
    ("record", "surprises"),
    [
        ({"taskId": "t", "status": "PENDING", "param": "{}", "type": "GENERATE", "operationType": "generate",
          "errorCode": None, "errorMessage": None, "response": None, "parentMusicId": ""}, ()),
        ({"taskId": "t", "successFlag": 1, "response": {}}, ()),
        ({"status": "DANCING"}, ("status:DANCING",)), ({"successFlag": 2}, ("status:2",)),
        ({"status": "SUCCESS", "errorCode": 418}, ("code:418",)), ({"newThing": 1}, ("field:newThing",)),
        ({"response": "x"}, ("value:response",)), ({"errorMessage": 5}, ("value:errorMessage",)),
    ],
)  # fmt: skip
def test_odd_records(reseller: Reseller, record: dict[str, Any], surprises: tuple[str, ...]) -> None:
    reseller.says({"code": 200, "msg": "success", "data": record}).told("track")
    assert tuple(reseller.surprises) == surprises


@pytest.mark.parametrize("dialect", BOTH)
def test_odd_answers(reseller: Reseller, dialect: str) -> None:
    reseller.says({"code": 598, "msg": "no", "hint": 1, "data": {"newId": 1}})
    assert reseller.sent("track", Song(prompt="rain"), dialect) == Deferred(1)
    assert reseller.surprises == ["code:598", "field:hint", "field:newId"]


def test_what_stands_before_a_provider_is_not_the_provider(reseller: Reseller) -> None:
    reseller.says("<html>", status=502).sent("track", Song(prompt="rain"))
    assert reseller.surprises == []
    reseller.says("<html>", status=200).sent("track", Song(prompt="rain"))
    assert reseller.surprises == ["value:body"]


@given(ANY_JSON)
@example({"code": -(10**60)})
def test_nothing_odd_breaks_the_count(body: Any) -> None:
    heard = Heard(200, json.dumps(body).encode())
    odd = [*of_answer("kie", heard), *of_brought(heard), *of_record(body if isinstance(body, dict) else {})]
    assert all(len(each) <= 50 for each in odd)
