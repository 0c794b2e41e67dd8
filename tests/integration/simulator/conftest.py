"""The simulator on a free port, with a receiver for its callbacks."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from local.simulator.app import make_app
from local.simulator.config import Config

Json = dict[str, Any]
FAST = Config(
    text_delay=0.01,
    first_delay=0.03,
    complete_delay=0.05,
    retry_delays=(0.01, 0.01, 0.01),
    rate_limit=0,
    record_limit=0,
)
KEY = {"Authorization": "Bearer test-key"}


class Receiver:
    """Takes callbacks; answers 200 unless told otherwise, in the order of `answers`."""

    def __init__(self) -> None:
        self.bodies: list[Json] = []
        self.raw: list[bytes] = []
        self.headers: list[dict[str, str]] = []
        self.answers: list[int] = []
        self.url = ""
        self.arrived = asyncio.Condition()

    async def take(self, request: web.Request) -> web.Response:
        """Write one delivery down."""
        raw = await request.read()
        self.raw.append(raw)
        self.bodies.append(json.loads(raw))
        self.headers.append(dict(request.headers))
        async with self.arrived:
            self.arrived.notify_all()
        return web.json_response({"status": "received"}, status=self.answers.pop(0) if self.answers else 200)

    def stages(self) -> list[str]:
        """Callback types in the order they came."""
        return [body["data"]["callbackType"] for body in self.bodies]

    def of(self, stage: str) -> Json:
        """`data` of the first callback of a stage; stages travel apart and may overtake one another."""
        return next(dict(body["data"]) for body in self.bodies if body["data"]["callbackType"] == stage)

    async def wait(self, count: int) -> None:
        """Until so many callbacks have come."""
        async with self.arrived:
            await self.arrived.wait_for(lambda: len(self.bodies) >= count)


class Stand:
    """One running simulator and the ways the tests talk to it."""

    def __init__(self, base: str, session: aiohttp.ClientSession, receiver: Receiver) -> None:
        self.base = base
        self.session = session
        self.receiver = receiver

    async def call(self, method: str, path: str, **options: Any) -> tuple[int, Any]:
        """HTTP status and JSON of any call, with the key."""
        async with self.session.request(method, self.base + path, **({"headers": KEY} | options)) as answer:
            text = await answer.text()
            return answer.status, json.loads(text) if text else None

    async def create(self, path: str = "/api/v1/generate", **changes: Any) -> Json:
        """The envelope of a create request."""
        _, body = await self.call("POST", path, json=self.request(**changes))
        return dict(body)

    def request(self, **changes: Any) -> Json:
        """A request the provider would take; a change to None leaves the field out."""
        usual = {
            "customMode": True, "instrumental": False, "model": "V4_5", "prompt": "[Verse] slow river",
            "style": "ambient", "title": "Slow River", "callBackUrl": self.receiver.url,
        }  # fmt: skip
        return {name: value for name, value in (usual | changes).items() if value is not None}

    async def begin(self, **changes: Any) -> str:
        """The id of a task just begun."""
        return str((await self.create(**changes))["data"]["taskId"])

    async def over(self, task_id: str) -> Json:
        """The record of a task once nothing more happens to it by itself."""
        while True:
            data = await self.record(task_id)
            if data["status"] not in ("PENDING", "TEXT_SUCCESS", "FIRST_SUCCESS"):
                return data
            await asyncio.sleep(0.005)

    async def record(self, task_id: str) -> Json:
        """`data` of record-info."""
        _, body = await self.call("GET", f"/api/v1/generate/record-info?taskId={task_id}")
        return dict(body["data"])

    async def fault(self, kind: str, **params: Any) -> None:
        """Put one fault in force."""
        status, body = await self.call("POST", "/_sim/faults", json={"kind": kind, **params})
        assert status == 201, body

    async def task(self, task_id: str) -> Json:
        """The task as the control API shows it."""
        return dict((await self.call("GET", f"/_sim/tasks/{task_id}"))[1])

    async def configure(self, **changes: Any) -> None:
        """Change settings."""
        status, body = await self.call("POST", "/_sim/config", json=changes)
        assert status == 200, body


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """A receiver of callbacks on its own port."""
    taker = Receiver()
    app = web.Application()
    app.router.add_post("/callback", taker.take)
    async with TestServer(app) as server:
        taker.url = str(server.make_url("/callback"))
        yield taker


@pytest.fixture
async def stand(receiver: Receiver) -> AsyncIterator[Stand]:
    """A fast simulator without rate limits."""
    async with TestServer(make_app(FAST)) as server, aiohttp.ClientSession(auto_decompress=False) as session:
        yield Stand(str(server.make_url("")).rstrip("/"), session, receiver)
