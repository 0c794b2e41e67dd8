"""record-info: what each status says of a task, and what it does not."""

from __future__ import annotations

from typing import Any

import pytest

from reprise.domain.events import Failed, Progress, Report
from reprise.domain.states import Stage
from reprise.domain.track import Failure
from reprise.domain.versions import Clip
from tests.unit.providers.reading import report_of

WHOLE = {"id": "id-a", "audioUrl": "https://f.example/a.mp3"}
STREAM = {"id": "id-b", "streamAudioUrl": "https://f.example/b"}
CLIP_A = Clip(provider_audio_id="id-a", audio_url="https://f.example/a.mp3")
CLIP_B = Clip(provider_audio_id="id-b", stream_url="https://f.example/b")


def record(status: str, *clips: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"taskId": "task-1", "status": status, "response": {"taskId": "task-1", "sunoData": list(clips)}} | more


@pytest.mark.parametrize(
    ("data", "report"),
    [
        (record("PENDING"), None),
        (record("TEXT_SUCCESS"), Progress(Stage.TEXT, (), "task-1")),
        (record("TEXT_SUCCESS", STREAM), Progress(Stage.TEXT, (CLIP_B,), "task-1")),
        (record("FIRST_SUCCESS", WHOLE), Progress(Stage.FIRST, (CLIP_A,), "task-1")),
        (record("SUCCESS", WHOLE, STREAM), Progress(Stage.COMPLETE, (CLIP_A, CLIP_B), "task-1")),
        (record("success", WHOLE), Progress(Stage.COMPLETE, (CLIP_A,), "task-1")),
        (record("SUCCESS", WHOLE, taskId=5), Progress(Stage.COMPLETE, (CLIP_A,), None)),
        (record("GENERATING"), None),
        (record("SOMETHING_NEW", WHOLE), None),
        ({}, None),
        ({"status": None}, None),
    ],
)
def test_a_status_says(data: dict[str, Any], report: Report | None) -> None:
    assert report_of(data) == report


def test_the_first_success_is_not_the_end() -> None:
    assert report_of(record("FIRST_SUCCESS", WHOLE, WHOLE)) == Progress(Stage.FIRST, (CLIP_A, CLIP_A), "task-1")


@pytest.mark.parametrize(
    ("clips", "stage"),
    [
        ([WHOLE, WHOLE | {"id": "id-c"}], Stage.COMPLETE),
        ([WHOLE], Stage.FIRST),
        ([WHOLE, STREAM], Stage.FIRST),
        ([STREAM], Stage.FIRST),
        ([{"id": "id-a"}], Stage.TEXT),
    ],
)
def test_a_callback_exception_is_our_fault_and_its_results_count(clips: list[dict[str, Any]], stage: Stage) -> None:
    report = report_of(record("CALLBACK_EXCEPTION", *clips))
    assert isinstance(report, Progress)
    assert (report.stage, len(report.clips)) == (stage, len(clips))


def test_a_callback_exception_without_results_says_nothing() -> None:
    assert report_of(record("CALLBACK_EXCEPTION")) is None


def test_a_sensitive_word_is_for_good() -> None:
    assert report_of(record("SENSITIVE_WORD_ERROR", errorCode=500)) == Failed(Failure("moderation"), "task-1")


@pytest.mark.parametrize("status", ["CREATE_TASK_FAILED", "GENERATE_AUDIO_FAILED", "FAILED"])
@pytest.mark.parametrize(
    ("error", "failure"),
    [
        ({"errorCode": 400, "errorMessage": "bad"}, Failure("content_policy")),
        ({"errorCode": 413}, Failure("matching_audio")),
        ({"errorCode": "408"}, Failure("provider_busy", retryable=True)),
        ({"errorCode": 500, "errorMessage": "Internal Error"}, Failure("provider_error", retryable=True)),
        ({"errorCode": None, "errorMessage": None}, Failure("provider_error", retryable=True)),
        ({}, Failure("provider_error", retryable=True)),
        ({"errorCode": "²"}, Failure("provider_error", retryable=True)),
        ({"errorCode": 500, "errorMessage": "contained artist name"}, Failure("artist_reference")),
    ],
)
def test_a_failed_task(status: str, error: dict[str, Any], failure: Failure) -> None:
    assert report_of(record(status, **error)) == Failed(failure, "task-1")


def test_the_quickstarts_words_are_understood() -> None:
    data = {
        "taskId": "task-1",
        "status": "SUCCESS",
        "response": {"data": [{"id": "id-a", "audio_url": CLIP_A.audio_url}]},
    }
    assert report_of(data) == Progress(Stage.COMPLETE, (CLIP_A,), "task-1")
