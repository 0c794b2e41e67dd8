"""Every payload shape of the contract, in snake_case and camelCase, and what is none of them."""

from __future__ import annotations

from typing import Any

import pytest

from reprise.domain.events import Failed, Progress
from reprise.domain.states import Stage
from reprise.domain.track import Failure
from reprise.domain.versions import Clip
from tests.unit.providers.reading import Callback, parse_callback

SNAKE = {
    "id": "id-a", "audio_url": "https://f.example/a.mp3", "source_audio_url": "https://s.example/a.mp3",
    "stream_audio_url": "https://f.example/a", "source_stream_audio_url": "https://s.example/a",
    "image_url": "https://f.example/a.jpg", "source_image_url": "https://s.example/a.jpg",
    "video_url": "https://f.example/a.mp4", "prompt": "[Verse] made up", "model_name": "chirp-x",
    "title": "Made Up", "tags": "pop", "createTime": 1_700_000_000_123, "duration": 181.2,
}  # fmt: skip
CAMEL = {
    "id": "id-a", "audioUrl": "https://f.example/a.mp3", "sourceAudioUrl": "https://s.example/a.mp3",
    "streamAudioUrl": "https://f.example/a", "sourceStreamAudioUrl": "https://s.example/a",
    "imageUrl": "https://f.example/a.jpg", "sourceImageUrl": "https://s.example/a.jpg",
    "videoUrl": "https://f.example/a.mp4", "prompt": "[Verse] made up", "modelName": "chirp-x",
    "title": "Made Up", "tags": "pop", "createTime": 1_700_000_000_123, "duration": 181.2,
}  # fmt: skip
CLIP = Clip(
    provider_audio_id="id-a",
    audio_url="https://f.example/a.mp3",
    stream_url="https://f.example/a",
    cover_url="https://f.example/a.jpg",
    video_url="https://f.example/a.mp4",
    duration_seconds=181.2,
    title="Made Up",
    lyrics="[Verse] made up",
    model_name="chirp-x",
    tags="pop",
    provider_created_at="2023-11-14T22:13:20.123000Z",
)


def shape_1(stage: str, clips: Any, code: int = 200, msg: str = "ok") -> dict[str, Any]:
    return {"code": code, "msg": msg, "data": {"callbackType": stage, "task_id": "task-1", "data": clips}}


def got(stage: Stage, *clips: Clip, task_id: str | None = "task-1") -> Callback:
    return Callback(stage, Progress(stage, clips, task_id), 200, task_id)


@pytest.mark.parametrize("clip", [SNAKE, CAMEL], ids=["snake", "camel"])
@pytest.mark.parametrize(
    ("named", "stage"),
    [("text", Stage.TEXT), ("first", Stage.FIRST), ("audio", Stage.COMPLETE), ("complete", Stage.COMPLETE),
     ("COMPLETE", Stage.COMPLETE)],
)  # fmt: skip
def test_shape_1(named: str, stage: Stage, clip: dict[str, Any]) -> None:
    assert parse_callback(shape_1(named, [clip, clip])) == got(stage, CLIP, CLIP)


@pytest.mark.parametrize("clips", [[], None], ids=repr)
def test_a_documented_text_has_no_clips(clips: object) -> None:
    assert parse_callback(shape_1("text", clips)) == got(Stage.TEXT)


def test_shape_1_without_code_and_message() -> None:
    body = {"data": {"callbackType": "first", "task_id": "task-1", "data": [CAMEL]}}
    assert parse_callback(body) == got(Stage.FIRST, CLIP)


@pytest.mark.parametrize(
    "spelling",
    [{"task_id": "task-1"}, {"taskId": "task-1"}, {"task_id": "task-1", "taskId": "task-1"}],
)
@pytest.mark.parametrize("kind", [{"callbackType": "complete"}, {"callback_type": "complete"}])
def test_names_are_read_in_either_case(spelling: dict[str, str], kind: dict[str, str]) -> None:
    assert parse_callback({"code": 200, "data": {**kind, **spelling, "data": [SNAKE]}}) == got(Stage.COMPLETE, CLIP)


def test_the_task_id_may_be_at_the_top() -> None:
    body = {"code": 200, "taskId": "task-1", "data": {"callbackType": "complete", "data": [SNAKE]}}
    assert parse_callback(body) == got(Stage.COMPLETE, CLIP)
    assert parse_callback({"data": {"callbackType": "text"}}) == got(Stage.TEXT, task_id=None)


@pytest.mark.parametrize("status", [{}, {"status": "SUCCESS"}, {"status": "complete"}])
def test_shape_2_is_as_far_as_its_clips(status: dict[str, str]) -> None:
    assert parse_callback({"data": [CAMEL | status], "taskId": "task-1"}) == got(Stage.COMPLETE, CLIP)


def test_shape_2_of_streams_is_a_first() -> None:
    streamed = {"id": "id-a", "streamAudioUrl": "https://f.example/a"}
    clip = Clip(provider_audio_id="id-a", stream_url="https://f.example/a")
    assert parse_callback({"data": [streamed], "taskId": "task-1"}) == got(Stage.FIRST, clip)
    mixed = [SNAKE | {"status": "complete"}, streamed | {"status": "streaming"}]
    assert parse_callback({"data": mixed, "task_id": "task-1"}) == got(Stage.FIRST, CLIP, clip)


def test_shape_3_is_one_clip() -> None:
    body = {"id": "id-a", "audioUrl": "https://f.example/a.mp3", "status": "SUCCESS", "taskId": "task-1"}
    clip = Clip(provider_audio_id="id-a", audio_url="https://f.example/a.mp3")
    assert parse_callback(body) == got(Stage.COMPLETE, clip)


def test_shape_4_names_its_stage() -> None:
    first = {"stage": "first", "streamUrl": "https://f.example/a"}
    assert parse_callback(first) == got(Stage.FIRST, Clip(stream_url="https://f.example/a"), task_id=None)
    complete = {"stage": "complete", "downloadUrl": "https://f.example/a.mp3", "duration": 12}
    clip = Clip(audio_url="https://f.example/a.mp3", duration_seconds=12.0)
    assert parse_callback(complete) == got(Stage.COMPLETE, clip, task_id=None)


def failed(code: int, cause: str, *, retryable: bool = False, task_id: str | None = "task-1") -> Callback:
    return Callback(Stage.ERROR, Failed(Failure(cause, retryable), task_id), code, task_id)


@pytest.mark.parametrize("data", [None, []], ids=repr)
@pytest.mark.parametrize("stage", ["error", "complete", "text"])
def test_a_code_that_is_not_200_is_a_failure_whatever_the_stage_says(stage: str, data: object) -> None:
    assert parse_callback(shape_1(stage, data, 501, "failed")) == failed(501, "adjust_parameters")


@pytest.mark.parametrize(
    ("code", "cause", "retryable"),
    [(400, "content_policy", False), (408, "provider_busy", True), (413, "matching_audio", False),
     (451, "reference_audio", False), (500, "provider_error", True), (531, "provider_refunded", True)],
)  # fmt: skip
def test_failures_by_code(code: int, cause: str, retryable: bool) -> None:
    assert parse_callback(shape_1("error", None, code, "no")) == failed(code, cause, retryable=retryable)
    as_text = {"code": str(code), "msg": "no", "data": {"callbackType": "error", "task_id": "task-1"}}
    assert parse_callback(as_text) == failed(code, cause, retryable=retryable)


def test_a_text_with_a_permanent_cause_is_not_retried() -> None:
    message = "Song Description contained artist name: X"
    assert parse_callback(shape_1("error", None, 500, message)) == failed(500, "artist_reference")
    section = {"code": 500, "data": {"callbackType": "error", "task_id": "task-1", "error": "copyrighted material"}}
    assert parse_callback(section) == failed(500, "copyrighted")
    flat = {"stage": "error", "errorMessage": "flagged for moderation", "taskId": "task-1"}
    assert parse_callback(flat) == failed(500, "moderation")


def test_an_error_under_code_200_is_a_server_error() -> None:
    assert parse_callback(shape_1("error", None)) == failed(200, "provider_error", retryable=True)
    bare = {"code": 400, "msg": "bad", "data": {"task_id": "task-1"}}
    assert parse_callback(bare) == failed(400, "content_policy")


def test_code_0_is_a_success_too() -> None:
    assert parse_callback(shape_1("complete", [SNAKE], 0)) == got(Stage.COMPLETE, CLIP)


@pytest.mark.parametrize(
    "body",
    [None, 5, "text", [], {}, {"hello": "world"}, {"data": None}, {"data": []}, {"data": {"task_id": "task-1"}},
     {"stage": "dancing"}, {"code": 200, "msg": "ok"}, {"taskId": "task-1"}, {"code": 200, "data": {"data": [5]}},
     {"id": "id-a", "taskId": "task-1"}],
)  # fmt: skip
def test_anything_else_has_no_shape(body: object) -> None:
    assert parse_callback(body) is None
