"""Callback bodies, failures among them, and signatures."""

from __future__ import annotations

from typing import Any

import pytest

from local.simulator.config import Config
from local.simulator.operations import OPERATIONS
from local.simulator.payloads import callback
from local.simulator.records import record
from local.simulator.signing import Message, headers
from local.simulator.tasks import Clip, Failure, Status, Task

BY_NAME = {operation.name: operation for operation in OPERATIONS}
ABSENT = object()
KIE = Config(dialect="kie")


def task_of(name: str, failure: Failure | None = None, **request: Any) -> Task:
    clip = Clip("clip-1", "task-1", 0, 0, 7.5, "http://files.test")
    return Task(
        "task-1",
        1,
        BY_NAME[name],
        request,
        "key",
        "http://files.test",
        1_700_000_000.0,
        12,
        (clip,),
        failure=failure,
    )


@pytest.mark.parametrize(("name", "data"), [
    ("generate", None), ("extend", []), ("upload-cover", []), ("add-vocals", None),
    ("replace-section", ABSENT),
])  # fmt: skip
def test_a_failure_leaves_data_null_empty_or_out(name: str, data: object) -> None:
    failed = task_of(name, Failure(501, "Generation failed", Status.GENERATE_AUDIO_FAILED))
    body = callback(failed, "error", KIE, 0)

    assert (body["code"], body["msg"], body["data"]["callbackType"]) == (501, "Generation failed", "error")
    assert body["data"].get("data", ABSENT) == data
    assert body["data"].get("error") == ("Generation failed" if data is ABSENT else None)


@pytest.mark.parametrize(("dialect", "expected"), [
    ("kie", {"callbackType": "complete", "task_id": "task-1", "data": None}),
    ("sunoapi", {"callbackType": "error", "taskId": "task-1", "data": None}),
])  # fmt: skip
def test_kie_calls_failed_lyrics_complete(dialect: str, expected: dict[str, object]) -> None:
    failed = task_of("lyrics", Failure.of({"code": 400, "msg": "rephrase"}, "lyrics"))

    assert callback(failed, "error", Config(dialect=dialect), 0) == {"code": 400, "msg": "rephrase", "data": expected}


@pytest.mark.parametrize(("dialect", "field"), [("kie", "vocal_separation_info"), ("sunoapi", "vocal_removal_info")])
def test_stems_lie_under_different_names(dialect: str, field: str) -> None:
    stems = callback(task_of("vocal-removal"), "complete", Config(dialect=dialect), 0)["data"][field]

    assert set(stems) == {"origin_url", "vocal_url", "instrumental_url"}
    assert stems["origin_url"] == ""


SPLIT = {"backing_vocals", "bass", "brass", "drums", "fx", "guitar", "keyboard", "percussion", "strings", "synth",
         "woodwinds"}  # fmt: skip


def split(dialect: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The stems of a callback and of the record."""
    task, config = task_of("vocal-removal", type="split_stem"), Config(dialect=dialect)
    task.status = Status.SUCCESS
    (info,) = [one for one in callback(task, "complete", config, 0)["data"].values() if isinstance(one, dict)]
    return info, record(task, config)["response"]


@pytest.mark.parametrize("dialect", ["sunoapi", "kie"])
def test_a_song_is_split_into_eleven(dialect: str) -> None:
    told, shown = split(dialect)

    assert set(told) == {"origin_url"} | {f"{name}_url" for name in SPLIT}
    assert len(set(told.values())) == 12
    assert (shown["backingVocalsUrl"], shown["drumsUrl"]) == (told["backing_vocals_url"], told["drums_url"])
    assert [name for name, url in shown.items() if url is None] == ["originUrl", "vocalUrl", "instrumentalUrl"]


def test_the_record_of_kie_has_a_piano_and_a_list_besides() -> None:
    (told, shown), (_, plain) = split("kie"), split("sunoapi")

    assert shown.keys() - plain.keys() == {"pianoUrl", "id", "originData"}
    assert {one["audio_url"] for one in shown["originData"]} == {*told.values(), shown["pianoUrl"]} - {""}
    assert set(shown["originData"][0]) == {"id", "duration", "audio_url", "stem_type_group_name"}


@pytest.mark.parametrize(("dialect", "setting", "code"), [
    ("kie", 200, 200), ("kie", 0, 0), ("sunoapi", 200, 200), ("sunoapi", 0, 200),
])  # fmt: skip
def test_kies_description_calls_a_finished_video_zero(dialect: str, setting: int, code: int) -> None:
    body = callback(task_of("mp4"), "complete", Config(dialect=dialect, video_code=setting), 0)

    assert body["code"] == code
    assert body["data"] == {"task_id": "task-1", "video_url": "http://files.test/video/task-1.mp4"}


@pytest.mark.parametrize("dialect", ["sunoapi", "kie"])
@pytest.mark.parametrize(("name", "field"), [
    ("wav", "audioWavUrl"), ("mp4", "video_url"), ("vocal-removal", None),
])  # fmt: skip
def test_what_failed_is_null_in_callback_and_record(name: str, field: str | None, dialect: str) -> None:
    failed, config = task_of(name, Failure.of({"code": 500, "msg": "no"}, name)), Config(dialect=dialect)
    failed.status = Failure.of({}, name).status
    stems = "vocal_separation_info" if dialect == "kie" else "vocal_removal_info"

    assert callback(failed, "error", config, 0) == {
        "code": 500, "msg": "no", "data": {"task_id": "task-1", field or stems: None},
    }  # fmt: skip
    shown = record(failed, config)
    assert (shown["response"], shown["errorCode"], shown["errorMessage"]) == (None, 500, "no")
    assert shown["successFlag"] in ("GENERATE_AUDIO_FAILED", "GENERATE_WAV_FAILED", "GENERATE_MP4_FAILED")


def test_create_time_is_a_text_in_the_documents_and_milliseconds_in_life() -> None:
    shown = [
        callback(task_of("generate"), "first", KIE.patched({"text_style": style}), 1_700_000_000.123)["data"]["data"][
            0
        ]["createTime"]
        for style in ("documented", "real")
    ]

    assert shown == ["2023-11-14 22:13:20", 1_700_000_000_123]


@pytest.mark.parametrize(("code", "kind", "status"), [
    (400, "music", "SENSITIVE_WORD_ERROR"), (500, "music", "GENERATE_AUDIO_FAILED"),
    (500, "lyrics", "GENERATE_LYRICS_FAILED"), (500, "wav", "GENERATE_WAV_FAILED"),
    (400, "lyrics", "SENSITIVE_WORD_ERROR"), (400, "wav", "GENERATE_WAV_FAILED"), (400, "mp4", "GENERATE_MP4_FAILED"),
])  # fmt: skip
def test_failures_have_a_status_of_their_kind(code: int, kind: str, status: str) -> None:
    assert Failure.of({"code": code}, kind).status == status


def test_a_failed_record_says_why() -> None:
    failed = task_of("generate", Failure(400, "artist name", Status.SENSITIVE_WORD_ERROR), title="T")
    failed.status = Status.SENSITIVE_WORD_ERROR
    shown = record(failed, Config())

    assert (shown["status"], shown["errorCode"], shown["errorMessage"]) == (
        "SENSITIVE_WORD_ERROR",
        400,
        "artist name",
    )
    assert (shown["response"], shown["param"]) == (None, '{"title": "T"}')


def test_standard_webhooks_example() -> None:
    # the example of the Standard Webhooks libraries
    message = Message(b'{"test": 2432232314}', "", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330)
    signed = headers("standard", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", message)

    assert signed["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_no_scheme_no_headers() -> None:
    assert headers("", "hush", Message(b"", "t", "e", 0)) == {}
