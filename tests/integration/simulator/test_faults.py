"""Faults of requests, tasks and files."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from .conftest import KEY, Stand


@pytest.mark.parametrize(("fault", "status", "code"), [
    ({"code": 429}, 200, 429), ({"code": 430}, 200, 430), ({"code": 455}, 200, 455),
    ({"code": 402, "http_status": 402}, 402, 402), ({"code": 500, "http_status": 500}, 500, 500),
    ({"code": 418, "msg": "teapot"}, 200, 418),
])  # fmt: skip
async def test_create_answered_with_a_code(stand: Stand, fault: dict[str, Any], status: int, code: int) -> None:
    await stand.fault("create_error", count=1, **fault)
    http, body = await stand.call("POST", "/api/v1/generate", json=stand.request())

    assert (http, body["code"], body["data"]) == (status, code, None)
    assert (await stand.create())["code"] == 200


@pytest.mark.parametrize(("dialect", "word"), [("sunoapi", "credits"), ("kie", "Too many")])
async def test_429_says_which_of_its_meanings_it_has(stand: Stand, dialect: str, word: str) -> None:
    await stand.configure(dialect=dialect)
    await stand.fault("create_error", code=429)

    assert word in (await stand.create())["msg"]


async def test_an_answer_that_is_no_json(stand: Stand) -> None:
    await stand.fault("create_error", raw="<html>Bad gateway</html>", http_status=502)
    async with stand.session.post(stand.base + "/api/v1/generate", json=stand.request(), headers=KEY) as answer:
        assert (answer.status, answer.content_type) == (502, "text/html")


@pytest.mark.parametrize(("kind", "tasks"), [("timeout_after_accept", 1), ("reset_before_accept", 0)])
async def test_create_without_an_answer(stand: Stand, kind: str, tasks: int) -> None:
    await stand.fault(kind, count=1)
    with pytest.raises(aiohttp.ClientError):
        await stand.create()

    _, shown = await stand.call("GET", "/_sim/tasks")
    assert len(shown["items"]) == tasks
    await stand.receiver.wait(3 * tasks)


async def test_an_answer_that_never_comes(stand: Stand) -> None:
    await stand.fault("timeout_after_accept", seconds=600)
    limit = aiohttp.ClientTimeout(total=1.0)
    with pytest.raises(TimeoutError):
        await stand.call("POST", "/api/v1/generate", json=stand.request(), timeout=limit)
    await stand.receiver.wait(3)


@pytest.mark.parametrize(("fault", "status"), [
    ({"code": 400, "msg": "Song Description contained artist name: Somebody"}, "SENSITIVE_WORD_ERROR"),
    ({"code": 500}, "GENERATE_AUDIO_FAILED"),
    ({"code": 501, "status": "CREATE_TASK_FAILED"}, "CREATE_TASK_FAILED"),
])  # fmt: skip
async def test_a_task_fails(stand: Stand, fault: dict[str, Any], status: str) -> None:
    await stand.fault("task_error", **fault)
    task_id = await stand.begin()
    data = await stand.over(task_id)
    await stand.receiver.wait(1)

    error = stand.receiver.bodies[0]
    assert error["data"] == {"callbackType": "error", "task_id": task_id, "data": None}
    assert error["code"] == data["errorCode"] == fault["code"]
    assert error["msg"] == data["errorMessage"]
    assert (data["status"], data["response"]) == (status, None)


async def test_a_late_failure_comes_after_first(stand: Stand) -> None:
    await stand.fault("task_error", code=500, at="complete")
    await stand.begin()
    await stand.receiver.wait(3)

    assert set(stand.receiver.stages()) == {"text", "first", "error"}


async def test_a_failure_only_pollers_see(stand: Stand) -> None:
    await stand.fault("task_error", code=400, callback=False)
    await stand.over(await stand.begin())

    assert stand.receiver.bodies == []


async def test_531_returns_the_credits(stand: Stand) -> None:
    await stand.configure(credits=100)
    await stand.fault("task_error", code=531)
    await stand.over(await stand.begin())

    assert (await stand.call("GET", "/api/v1/generate/credit"))[1]["data"] == 100


async def test_callback_exception_keeps_the_music(stand: Stand) -> None:
    await stand.fault("callback_exception")
    data = await stand.over(await stand.begin())

    assert data["status"] == "CALLBACK_EXCEPTION"
    assert len(data["response"]["sunoData"]) == 2


async def test_a_task_is_failed_by_hand(stand: Stand) -> None:
    await stand.configure(delays={"text": None})
    task_id = await stand.begin()
    _, task = await stand.call("POST", f"/_sim/tasks/{task_id}/finish", json={"code": 451, "msg": "no file"})

    assert task["error"] == {"code": 451, "message": "no file"}
    await stand.receiver.wait(1)
    assert stand.receiver.stages() == ["error"]


async def test_delays_of_one_task_are_its_own(stand: Stand) -> None:
    await stand.fault("task_delays", match="slow one", text=None)
    slow = await stand.begin(title="slow one")
    await stand.over(await stand.begin())

    assert (await stand.record(slow))["status"] == "PENDING"


async def test_record_info_fails_a_few_times(stand: Stand) -> None:
    await stand.fault("record_error", code=500, http_status=500, fetches=2)
    task_id = await stand.begin()
    path = f"/api/v1/generate/record-info?taskId={task_id}"

    assert [(await stand.call("GET", path))[0] for _ in range(3)] == [500, 500, 200]


async def test_the_same_seed_hits_the_same_tasks(stand: Stand) -> None:
    async def hits() -> list[bool]:
        await stand.call("POST", "/_sim/reset")
        await stand.configure(delays={"text": None})
        await stand.fault("create_error", code=455, rate=0.5, seed=7)
        return [(await stand.create())["code"] == 455 for _ in range(12)]

    once = await hits()
    assert once == await hits()
    assert True in once
    assert False in once
