"""Callback bodies, failures among them, and signatures."""

from __future__ import annotations

from typing import Any

import pytest

from local.simulator.operations import OPERATIONS
from local.simulator.payloads import callback
from local.simulator.records import record
from local.simulator.signing import Message, headers
from local.simulator.tasks import Clip, Failure, Status, Task

BY_NAME = {operation.name: operation for operation in OPERATIONS}
ABSENT = object()


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
    body = callback(failed, "error", "kie", "real", 0)

    assert (body["code"], body["msg"], body["data"]["callbackType"]) == (501, "Generation failed", "error")
    assert body["data"].get("data", ABSENT) == data
    assert body["data"].get("error") == ("Generation failed" if data is ABSENT else None)


@pytest.mark.parametrize(("dialect", "expected"), [
    ("kie", {"callbackType": "complete", "task_id": "task-1", "data": None}),
    ("sunoapi", {"callbackType": "error", "taskId": "task-1", "data": None}),
])  # fmt: skip
def test_kie_calls_failed_lyrics_complete(dialect: str, expected: dict[str, object]) -> None:
    failed = task_of("lyrics", Failure.of({"code": 400, "msg": "rephrase"}, "lyrics"))

    assert callback(failed, "error", dialect, "real", 0) == {"code": 400, "msg": "rephrase", "data": expected}


@pytest.mark.parametrize(("dialect", "field"), [("kie", "vocal_separation_info"), ("sunoapi", "vocal_removal_info")])
def test_stems_lie_under_different_names(dialect: str, field: str) -> None:
    stems = callback(task_of("vocal-removal"), "complete", dialect, "real", 0)["data"][field]

    assert set(stems) == {"origin_url", "vocal_url", "instrumental_url"}
    assert stems["origin_url"] == ""


def test_create_time_is_a_text_in_the_documents_and_milliseconds_in_life() -> None:
    shown = [
        callback(task_of("generate"), "first", "kie", style, 1_700_000_000.123)["data"]["data"][0]["createTime"]
        for style in ("documented", "real")
    ]

    assert shown == ["2023-11-14 22:13:20", 1_700_000_000_123]


@pytest.mark.parametrize(("code", "kind", "status"), [
    (400, "music", "SENSITIVE_WORD_ERROR"), (500, "music", "GENERATE_AUDIO_FAILED"),
    (500, "lyrics", "GENERATE_LYRICS_FAILED"), (500, "wav", "GENERATE_WAV_FAILED"),
])  # fmt: skip
def test_failures_have_a_status_of_their_kind(code: int, kind: str, status: str) -> None:
    assert Failure.of({"code": code}, kind).status == status


def test_a_failed_record_says_why() -> None:
    failed = task_of("generate", Failure(400, "artist name", Status.SENSITIVE_WORD_ERROR), title="T")
    failed.status = Status.SENSITIVE_WORD_ERROR
    shown = record(failed, "documented")

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
