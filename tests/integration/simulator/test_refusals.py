"""What the two dialects refuse, and with which numbers."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from .conftest import KEY, Stand

REPLACE = "/api/v1/generate/replace-section"
LYRICS = "/api/v1/lyrics"
SECTION = {
    "uploadUrl": "https://files.test/a.mp3", "tags": "x", "fullLyrics": "l", "infillStartS": 1, "infillEndS": 11,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "sunoapi", "kie"),
    [
        ({"callBackUrl": None}, 400, 422),
        ({"customMode": None}, 400, 422),
        ({"instrumental": "no"}, 400, 422),
        ({"model": "V9"}, 400, 422),
        ({"model": None}, 400, 422),
        ({"title": None}, 400, 422),
        ({"prompt": None}, 400, 422),
        ({"styleWeight": 1.5}, 400, 422),
        ({"vocalGender": "x"}, 400, 422),
        ({"callBackUrl": "ftp://elsewhere"}, 400, 422),
        ({"prompt": "x" * 5001}, 413, 422),
        ({"prompt": "x" * 3001, "model": "V4"}, 413, 422),
        ({"prompt": "x" * 501, "customMode": False}, 413, 422),
        ({"style": "x" * 1001}, 413, 422),
        ({"title": "x" * 101}, 413, 422),
        ({"title": "x" * 100}, 200, 422),
        ({"prompt": None, "instrumental": True}, 200, 200),
        ({"styleWeight": 0.65, "vocalGender": "f"}, 200, 200),
    ],
)
async def test_requests_are_checked_as_each_dialect_does(
    stand: Stand, changes: dict[str, Any], sunoapi: int, kie: int
) -> None:
    assert (await stand.create(**changes))["code"] == sunoapi
    await stand.configure(dialect="kie")
    assert (await stand.create(**changes))["code"] == kie


async def test_the_words_kie_says_without_a_callback_url(stand: Stand) -> None:
    await stand.configure(dialect="kie")
    body = await stand.create(callBackUrl=None)

    assert body == {"code": 422, "msg": "Please enter callBackUrl", "data": None}


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Basic abc"}, {"Authorization": "Bearer "}])
async def test_without_a_key_everything_is_401_in_the_body(stand: Stand, headers: dict[str, str]) -> None:
    for method, path in (
        ("POST", "/api/v1/generate"),
        ("GET", "/api/v1/generate/record-info"),
        ("GET", "/api/v1/generate/credit"),
    ):
        status, body = await stand.call(method, path, headers=headers)
        assert (status, body["code"], body["msg"]) == (200, 401, "You do not have access permissions")


async def test_a_configured_key_is_the_only_one(stand: Stand) -> None:
    await stand.configure(api_key="another")

    assert (await stand.create())["code"] == 401


async def test_a_body_that_is_not_json(stand: Stand) -> None:
    _, body = await stand.call("POST", "/api/v1/generate", data=b"{", headers=KEY)

    assert body["code"] == 400


async def test_unknown_paths_and_tasks_are_404_in_the_envelope(stand: Stand) -> None:
    for path in ("/api/v1/nothing", "/api/v1/generate", "/api/v1/generate/record-info?taskId=none"):
        status, body = await stand.call("GET", path)
        assert (status, body["code"], body["data"]) == (404, 404, None)


@pytest.mark.parametrize(("dialect", "rate_code", "status", "code"), [
    ("sunoapi", 0, 200, 430), ("sunoapi", 405, 200, 405), ("kie", 0, 429, 429),
])  # fmt: skip
async def test_more_creates_than_the_quota(stand: Stand, dialect: str, rate_code: int, status: int, code: int) -> None:
    await stand.configure(dialect=dialect, rate_limit=2, rate_window=600, rate_code=rate_code)
    answers = [await stand.call("POST", "/api/v1/generate", json=stand.request()) for _ in range(3)]

    assert [body["code"] for _, body in answers] == [200, 200, code]
    assert answers[2][0] == status
    other = {"Authorization": "Bearer another-key"}
    _, body = await stand.call("POST", "/api/v1/generate", json=stand.request(), headers=other)
    assert body["code"] == 200


@pytest.mark.parametrize(("dialect", "path", "code"), [
    ("sunoapi", "/api/v1/generate/credit", 429), ("kie", "/api/v1/chat/credit", 402),
])  # fmt: skip
async def test_credits_run_out(stand: Stand, dialect: str, path: str, code: int) -> None:
    await stand.configure(dialect=dialect, credits=30, cost=12)
    codes = [(await stand.create())["code"] for _ in range(3)]

    assert codes == [200, 200, code]
    assert (await stand.call("GET", path))[1] == {"code": 200, "msg": "success", "data": 6}


async def test_a_refused_request_costs_nothing(stand: Stand) -> None:
    await stand.configure(credits=24)
    await stand.create(model="V9")

    assert (await stand.call("GET", "/api/v1/generate/credit"))[1]["data"] == 24


async def test_the_other_dialects_credit_path_does_not_exist(stand: Stand) -> None:
    assert (await stand.call("GET", "/api/v1/chat/credit"))[1]["code"] == 404


@pytest.mark.parametrize(("dialect", "path", "fields", "code"), [
    ("sunoapi", REPLACE, SECTION, 402),
    ("kie", LYRICS, {"customMode": None}, 429),
])  # fmt: skip
async def test_two_pages_use_the_other_dialects_numbers(
    stand: Stand, dialect: str, path: str, fields: dict[str, Any], code: int
) -> None:
    await stand.configure(dialect=dialect, credits=0)

    assert (await stand.create(path, **fields))["code"] == code


@pytest.mark.parametrize(("dialect", "status", "code"), [("sunoapi", 200, 430), ("kie", 429, 429)])
async def test_one_task_may_be_looked_at_three_times_a_second(
    stand: Stand, dialect: str, status: int, code: int
) -> None:
    await stand.configure(dialect=dialect, record_limit=3)
    task_id = await stand.begin()
    path = f"/api/v1/generate/record-info?taskId={task_id}"
    answers = await asyncio.gather(*(stand.call("GET", path) for _ in range(20)))

    assert 200 in [body["code"] for _, body in answers]
    assert (status, code) in [(http, body["code"]) for http, body in answers]
