"""Links made anew, parts, lyrics: results that may be fewer, or fail one by one."""

from __future__ import annotations

from typing import Any

import pytest

from reprise.domain.events import Failed, Progress, Report
from reprise.domain.operations import OPERATIONS
from reprise.domain.states import Stage
from reprise.domain.track import Failure
from reprise.domain.versions import Clip, Text
from tests.unit.providers.reading import Callback, parse_callback, told
from tests.unit.providers.talking import BOTH, Reseller


def body(data: dict[str, Any], code: int = 200, msg: str = "done") -> dict[str, Any]:
    return {"code": code, "msg": msg, "data": {"task_id": "task-1", **data}}


GOOD = {"id": "id-a", "audio_url": "https://f.example/a.m4a", "title": "A", "status": "success", "error": None}
GONE = {"id": "id-b", "audio_url": "", "title": "B", "status": "failed", "error": "not found"}
LINK = Clip(provider_audio_id="id-a", audio_url="https://f.example/a.m4a", title="A")


def recovered(*items: dict[str, Any], code: int = 200) -> dict[str, Any]:
    return {"code": code, "msg": "done", "task_id": "task-2", "data": list(items)}


@pytest.mark.parametrize("status", ["success", "SUCCESS", "ok", "", None])
@pytest.mark.parametrize("field", ["audio_url", "audioUrl"])
def test_a_recovery_calls_back_with_its_task_at_the_top(status: str | None, field: str) -> None:
    good = {"id": "id-a", field: "https://f.example/a.m4a", "title": "A", "status": status}
    parsed = parse_callback(recovered(good), OPERATIONS["recover"])
    assert parsed == Callback(Stage.COMPLETE, Progress(Stage.COMPLETE, (LINK,), "task-2"), 200, "task-2")


@pytest.mark.parametrize("gone", [GONE, GONE | {"error": ""}, GONE | {"status": "weird"}, GONE | {"status": None}])
@pytest.mark.parametrize("good", [GOOD, GOOD | {"status": "ok"}])
def test_a_recovery_that_is_partly_good_is_good(good: dict[str, Any], gone: dict[str, Any]) -> None:
    for items in ((good, gone), (gone, good)):
        assert told("recover", recovered(*items)) == Progress(Stage.COMPLETE, (LINK,), "task-2")


@pytest.mark.parametrize("code", [500, 200])
def test_a_recovery_of_which_everything_failed_has_failed(code: int) -> None:
    assert told("recover", recovered(GONE, GONE, code=code)) == Failed(
        Failure("provider_error", retryable=True), "task-2"
    )


@pytest.mark.parametrize(
    ("code", "data", "report"),
    [
        (201, None, None), (201, [], None), (200, None, None),
        (200, [GOOD, GONE], Progress(Stage.COMPLETE, (LINK,), "task-1")),
        (200, [GONE], Failed(Failure("provider_error", retryable=True), "task-1")),
        (500, [GONE, GONE], Failed(Failure("provider_error", retryable=True), "task-1")),
        (500, [], Failed(Failure("provider_error", retryable=True), "task-1")),
    ],
)  # fmt: skip
def test_the_record_of_a_recovery(reseller: Reseller, code: int, data: object, report: Report | None) -> None:
    assert reseller.says({"code": code, "msg": "m", "data": data}).told("recover") == report
    assert reseller.asked[0].url.endswith("/api/v1/suno/recovery/record-info?task_id=task-1")
    assert reseller.surprises == []


def test_a_part_is_one_track_and_its_failure_has_no_list() -> None:
    whole = {"id": "id-a", "audio_url": "https://f.example/a.mp3"}
    data = {"callbackType": "complete", "data": [whole]}
    clip = Clip(provider_audio_id="id-a", audio_url="https://f.example/a.mp3")
    assert told("replace", body(data)) == Progress(Stage.COMPLETE, (clip,), "task-1")
    failed = body({"callbackType": "error", "error": "Lyrics contained copyrighted material"}, 500, "failed")
    assert told("replace", failed) == Failed(Failure("copyrighted"), "task-1")


def test_of_a_part_one_track_is_all_when_only_our_endpoint_failed(reseller: Reseller) -> None:
    record = {
        "status": "CALLBACK_EXCEPTION",
        "response": {"sunoData": [{"id": "a", "audioUrl": "https://f.example/a"}]},
    }
    reseller.says({"code": 200, "data": record})
    stages = [report.stage for name in ("replace", "cover") if isinstance(report := reseller.told(name), Progress)]
    assert stages == [Stage.COMPLETE, Stage.FIRST]


@pytest.mark.parametrize(
    ("message", "failure"),
    [
        ("Song Description contained artist name: X", Failure("artist_reference")),
        ("flagged for moderation", Failure("moderation")),
        ("Unable to generate lyrics from song description", Failure("provider_error", retryable=True)),
        ("please rephrase", Failure("content_policy")),
    ],
)
def test_lyrics_fail_as_complete(message: str, failure: Failure) -> None:
    said = {"code": 400, "msg": message, "data": {"callbackType": "complete", "taskId": "task-1", "data": None}}
    assert told("lyrics", said) == Failed(failure, "task-1")


@pytest.mark.parametrize("item", [{"status": "failed", "error_message": "no"}, {"status": "failed", "text": ""}])
def test_lyrics_of_which_every_one_failed_have_failed(item: dict[str, str]) -> None:
    assert told("lyrics", body({"callbackType": "complete", "data": [item]})) == Failed(
        Failure("content_policy"), "task-1"
    )


TEXT = {"text": "la", "title": "L", "status": "complete", "errorMessage": ""}


@pytest.mark.parametrize("dialect", BOTH)
@pytest.mark.parametrize(
    ("record", "report"),
    [
        ({"status": "PENDING"}, None),
        ({"status": "SUCCESS", "response": {"taskId": "task-1", "data": [TEXT]}},
         Progress(Stage.COMPLETE, (), "task-1", texts=(Text("la", "L"),))),
        ({"status": "CALLBACK_EXCEPTION", "response": {"data": [TEXT]}},
         Progress(Stage.COMPLETE, (), "task-1", texts=(Text("la", "L"),))),
        ({"status": "CALLBACK_EXCEPTION", "response": None}, None),
        ({"status": "GENERATE_LYRICS_FAILED", "errorCode": 500, "errorMessage": "no"},
         Failed(Failure("provider_error", retryable=True), "task-1")),
        ({"status": "CREATE_TASK_FAILED", "errorCode": 400, "errorMessage": "contained producer tag"},
         Failed(Failure("artist_reference"), "task-1")),
        ({"status": "SENSITIVE_WORD_ERROR"}, Failed(Failure("moderation"), "task-1")),
        ({"status": "SUCCESS", "response": {"data": [{"status": "failed", "errorMessage": "flagged for moderation"}]}},
         Failed(Failure("moderation"), "task-1")),
    ],
)  # fmt: skip
def test_the_record_of_lyrics(reseller: Reseller, dialect: str, record: dict[str, Any], report: Report | None) -> None:
    assert reseller.says({"code": 200, "msg": "success", "data": record}).told("lyrics", dialect) == report
    assert reseller.asked[0].url.endswith("/api/v1/lyrics/record-info?taskId=task-1")


@pytest.mark.parametrize("name", ["words", "persona"])
def test_what_is_told_after_an_answer_brings_nothing(name: str) -> None:
    data = {"callbackType": "complete", "data": [{"id": "a", "audio_url": "https://f.example/a.mp3"}]}
    assert told(name, body(data)) == Progress(Stage.COMPLETE, (), "task-1")
