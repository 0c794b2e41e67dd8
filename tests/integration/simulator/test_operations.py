"""Operations other than generate."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Stand

SINGLE = {"taskId": "t", "audioId": "a", "model": None, "customMode": None, "style": None, "title": None}


@pytest.mark.parametrize(
    ("path", "fields", "place"),
    [
        ("/api/v1/wav", SINGLE, "audioWavUrl"),
        ("/api/v1/mp4", SINGLE, "videoUrl"),
        ("/api/v1/vocal-removal", SINGLE, "instrumentalUrl"),
    ],
)
async def test_operations_that_report_once(stand: Stand, path: str, fields: dict[str, Any], place: str) -> None:
    body = await stand.create(f"{path}/generate", **fields)
    await stand.receiver.wait(1)

    _, record = await stand.call("GET", f"{path}/record-info?taskId={body['data']['taskId']}")
    assert record["data"]["successFlag"] == "SUCCESS"
    assert record["data"]["response"][place].startswith(stand.base)
    assert stand.receiver.bodies[0]["data"]["task_id"] == body["data"]["taskId"]


@pytest.mark.parametrize(("dialect", "id_field"), [("sunoapi", "taskId"), ("kie", "task_id")])
async def test_lyrics_name_the_task_differently(stand: Stand, dialect: str, id_field: str) -> None:
    await stand.configure(dialect=dialect)
    body = await stand.create("/api/v1/lyrics", customMode=None, model=None)
    await stand.receiver.wait(1)

    data = stand.receiver.bodies[0]["data"]
    assert data[id_field] == body["data"]["taskId"]
    assert len(data["data"]) == 2


async def test_extend_reports_like_generate(stand: Stand) -> None:
    body = await stand.create(
        "/api/v1/generate/extend", customMode=None, defaultParamFlag=True, audioId="a", continueAt=30
    )
    data = await stand.over(body["data"]["taskId"])

    assert (data["operationType"], data["parentMusicId"]) == ("extend", "a")
