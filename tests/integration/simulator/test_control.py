"""The control API and the program."""

from __future__ import annotations

import asyncio
import signal
import sys

import aiohttp
import pytest

from .conftest import Stand


async def test_requests_are_shown_without_secrets(stand: Stand) -> None:
    await stand.begin(callBackUrl=stand.receiver.url + "?track=t1&token=s3cret")
    await stand.create(model="V9")
    _, shown = await stand.call("GET", "/_sim/requests")

    assert [item["code"] for item in shown["items"]] == [200, 400]
    assert shown["items"][0]["request"]["callBackUrl"].endswith("?track=t1&token=***")
    assert "s3cret" not in str(shown)
    assert "test-key" not in str(shown)
    assert "s3cret" not in str(await stand.call("GET", "/_sim/tasks"))


async def test_settings_are_shown_without_secrets(stand: Stand) -> None:
    await stand.configure(webhook_secret="hush", base_url="http://files.test/")
    _, shown = await stand.call("GET", "/_sim/config")

    assert (shown["webhook_secret"], shown["base_url"]) == (True, "http://files.test")


@pytest.mark.parametrize("changes", [{"colour": 1}, {"dialect": "udio"}, {"delays": {"text": "soon"}}])
async def test_bad_settings_are_refused(stand: Stand, changes: dict[str, object]) -> None:
    status, body = await stand.call("POST", "/_sim/config", json=changes)

    assert status == 400
    assert body["error"]


async def test_faults_come_and_go(stand: Stand) -> None:
    await stand.fault("create_error", code=455)
    _, shown = await stand.call("GET", "/_sim/faults")
    assert shown["items"][0]["code"] == 455
    assert (await stand.call("DELETE", "/_sim/faults"))[0] == 204
    assert (await stand.create())["code"] == 200
    assert (await stand.call("POST", "/_sim/faults", json={"kind": "asteroid"}))[0] == 400


async def test_reset_forgets_everything(stand: Stand) -> None:
    await stand.configure(dialect="kie", credits=5)
    await stand.create()
    await stand.call("POST", "/_sim/reset")

    assert (await stand.call("GET", "/_sim/tasks"))[1] == {"items": []}
    assert (await stand.call("GET", "/_sim/requests"))[1] == {"items": []}
    assert (await stand.create())["code"] == 200
    assert (await stand.call("GET", "/_sim/tasks/unknown"))[0] == 404


async def test_tasks_can_be_narrowed(stand: Stand) -> None:
    await stand.over(await stand.begin())

    assert len((await stand.call("GET", "/_sim/tasks?status=SUCCESS"))[1]["items"]) == 1
    assert (await stand.call("GET", "/_sim/tasks?status=PENDING"))[1]["items"] == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_the_program_says_ready_and_stops_on_a_signal(number: signal.Signals) -> None:
    program = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "local.simulator",
        "--port",
        "0",
        "--set",
        "dialect=kie",
        stdout=asyncio.subprocess.PIPE,
    )
    assert program.stdout is not None
    ready, url = (await program.stdout.readline()).decode().split()
    async with aiohttp.ClientSession() as session, session.get(f"{url}/_sim/config") as answer:
        assert (await answer.json())["dialect"] == "kie"
    program.send_signal(number)

    assert ready == "ready"
    assert await program.wait() == 0
