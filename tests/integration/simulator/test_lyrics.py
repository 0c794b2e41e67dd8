"""Lyrics: one callback, whose form and whose numbers depend on the provider."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Stand

PATH = "/api/v1/lyrics"
RECORD = f"{PATH}/record-info"
BARE = {"customMode": None, "instrumental": None, "model": None, "style": None, "title": None}
DIALECTS = pytest.mark.parametrize(
    ("dialect", "id_field", "error_field"),
    [("sunoapi", "taskId", "errorMessage"), ("kie", "task_id", "error_message")],
)


async def begin(stand: Stand, dialect: str) -> str:
    await stand.configure(dialect=dialect)
    answer = await stand.create(PATH, **BARE)
    assert answer["code"] == 200
    return str(answer["data"]["taskId"])


async def record_of(stand: Stand, task_id: str) -> dict[str, Any]:
    _, body = await stand.call("GET", f"{RECORD}?taskId={task_id}")
    return dict(body["data"])


@DIALECTS
async def test_one_callback_brings_two_texts(stand: Stand, dialect: str, id_field: str, error_field: str) -> None:
    task_id = await begin(stand, dialect)
    await stand.receiver.wait(1)

    (body,) = stand.receiver.bodies
    texts = body["data"]["data"]
    assert (body["code"], body["data"]) == (200, {"callbackType": "complete", id_field: task_id, "data": texts})
    assert [set(one) for one in texts] == [{"text", "title", "status", error_field}] * 2
    assert {(one["status"], one[error_field]) for one in texts} == {("complete", "")}

    record = await record_of(stand, task_id)
    assert (record["status"], record["errorCode"]) == ("SUCCESS", None)
    assert record["response"]["taskId"] == task_id
    assert [one["text"] for one in record["response"]["data"]] == [one["text"] for one in texts]


@pytest.mark.parametrize(
    ("dialect", "id_field", "stage"), [("sunoapi", "taskId", "error"), ("kie", "task_id", "complete")]
)
async def test_a_failure_has_no_texts(stand: Stand, dialect: str, id_field: str, stage: str) -> None:
    await stand.fault("task_error", code=400, msg="rephrase")
    task_id = await begin(stand, dialect)
    await stand.receiver.wait(1)

    data = {"callbackType": stage, id_field: task_id, "data": None}
    assert stand.receiver.bodies == [{"code": 400, "msg": "rephrase", "data": data}]
    record = await record_of(stand, task_id)
    shown = (record["status"], record["response"], record["errorCode"], record["errorMessage"])
    assert shown == ("SENSITIVE_WORD_ERROR", None, 400, "rephrase")


@pytest.mark.parametrize("dialect", ["sunoapi", "kie"])
@pytest.mark.parametrize(
    ("changes", "code"), [({"callBackUrl": None}, 400), ({"prompt": None}, 400), ({"prompt": "x" * 201}, 413)]
)
async def test_both_refuse_with_the_numbers_of_sunoapi(
    stand: Stand, dialect: str, changes: dict[str, Any], code: int
) -> None:
    await stand.configure(dialect=dialect)

    assert (await stand.create(PATH, **{**BARE, **changes}))["code"] == code


async def test_the_record_of_lyrics_is_not_among_those_of_music(stand: Stand) -> None:
    task_id = await begin(stand, "sunoapi")
    _, body = await stand.call("GET", f"/api/v1/generate/record-info?taskId={task_id}")

    assert body["code"] == 404
