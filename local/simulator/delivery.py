"""Deliveries of callbacks: 15 seconds for an answer, three retries, only a 200 counts."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

import aiohttp

from . import signing
from .config import Config, Json
from .tasks import Task, new_id

_ANSWER_BYTES = 2048
_CONNECTIONS = 200


@dataclass(frozen=True)
class Parcel:
    """One callback on its way; its event id stays the same over retries."""

    stage: str
    raw: bytes
    event_id: str
    made_at: int


class Courier:
    """Sends callbacks and writes down each attempt with its answer."""

    def __init__(self, config: Callable[[], Config]) -> None:
        self._config = config
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Give the connections back."""
        if self._session:
            await self._session.close()

    async def send(self, task: Task, stage: str, body: Json) -> bool:
        """Deliver one callback by the provider's rules; false when every attempt failed."""
        raw = json.dumps(body, ensure_ascii=False).encode()
        parcel = Parcel(stage, raw, f"msg_{new_id()}", int(time.time()))
        for attempt, wait in enumerate((0.0, *self._config().retry_delays), start=1):
            await asyncio.sleep(wait)
            entry: Json = {"stage": stage, "attempt": attempt, "at": time.time()}
            entry |= await self._attempt(task, parcel)
            task.deliveries.append(entry)
            if entry["status"] == HTTPStatus.OK:
                return True
        return False

    async def _attempt(self, task: Task, parcel: Parcel) -> Json:
        config = self._config()
        limit = aiohttp.ClientTimeout(total=config.callback_timeout)
        try:
            async with self._open().post(
                task.callback_url, data=parcel.raw, headers=self._headers(task, parcel, config),
                timeout=limit, allow_redirects=False,
            ) as answer:  # fmt: skip
                text = await answer.content.read(_ANSWER_BYTES)
                return {"status": answer.status, "answer": text.decode(errors="replace")}
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            return {"status": None, "answer": None, "error": type(error).__name__}

    def _headers(self, task: Task, parcel: Parcel, config: Config) -> dict[str, str]:
        moment = int(time.time()) if config.resign_retries else parcel.made_at
        message = signing.Message(parcel.raw, task.id, parcel.event_id, moment)
        signed = signing.headers(config.scheme, config.webhook_secret, message)
        return {"Content-Type": "application/json"} | signed

    def _open(self) -> aiohttp.ClientSession:
        # made on first use: a session belongs to the loop that runs
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=_CONNECTIONS))
        return self._session
