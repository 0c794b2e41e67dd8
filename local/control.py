"""`/_local/*`: what tools and tests may ask of the stack, and only there."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession, web

from local.calls import Calls
from local.faults import FaultError, Faults, parse
from local.invocations import Invocations
from local.issuer import Issuer
from local.people import Accounts
from local.problems import problem
from local.queues import Queues
from local.sources.schedules import Schedules
from local.tokens import TokenRequestError, read_request

PREFIX = "/_local/"


@dataclass(frozen=True)
class Asked:
    """A request to the stack: what comes after the first word of its path, and its body."""

    method: str
    rest: str
    query: str
    content_type: str
    body: bytes


def _json(value: Any, status: int = 200) -> web.Response:
    return web.Response(status=status, body=json.dumps(value).encode(), content_type="application/json")


@dataclass
class Control:
    """The parts of the stack that can be asked."""

    issuer: Issuer
    schedules: Schedules
    queues: Queues
    calls: Calls
    faults: Faults
    accounts: Accounts
    invocations: Invocations
    session: ClientSession
    simulator: str | None

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """The answer to a request under /_local/."""
        first, _, rest = request.path.removeprefix(PREFIX).partition("/")
        handler = self._routes().get((request.method, first))
        if first == "simulator" and self.simulator:
            handler = self._simulate
        if handler is None:
            return problem(404, "no such local route")
        kind = request.headers.get("Content-Type", "application/json")
        return await handler(Asked(request.method, rest, request.query_string, kind, await request.read()))

    def _routes(self) -> dict[tuple[str, str], Callable[[Asked], Awaitable[web.Response]]]:
        return {
            ("POST", "tokens"): self._token,
            ("GET", ".well-known"): self._well_known,
            ("POST", "schedules"): self._fire,
            ("GET", "queues"): self._depths,
            ("POST", "queues"): self._redrive,
            ("GET", "calls"): self._list_calls,
            ("DELETE", "calls"): self._forget_calls,
            ("POST", "lambda"): self._invoke,
            ("GET", "faults"): self._list_faults,
            ("POST", "faults"): self._add_faults,
            ("DELETE", "faults"): self._clear_faults,
        }

    async def _token(self, asked: Asked) -> web.Response:
        try:
            wanted = read_request(asked.body)
            if wanted.plan is not None or wanted.credits is not None:
                await asyncio.to_thread(self.accounts.open, wanted)
        except TokenRequestError as error:
            return problem(400, str(error))
        return _json({"token": self.issuer.token(wanted.user_id, admin=wanted.admin, expires_in=wanted.expires_in)})

    async def _well_known(self, asked: Asked) -> web.Response:
        documents = {"jwks.json": self.issuer.jwks, "openid-configuration": self.issuer.configuration}
        return _json(documents[asked.rest]()) if asked.rest in documents else problem(404, "no such document")

    async def _fire(self, asked: Asked) -> web.Response:
        if asked.rest not in self.schedules.names():
            return problem(404, f"the schedules are {', '.join(self.schedules.names())}")
        outcome = await self.schedules.fire(asked.rest)
        return _json({"fired": asked.rest}) if outcome.kind == "ok" else problem(502, json.dumps(outcome.value))

    async def _depths(self, _asked: Asked) -> web.Response:
        return _json(await self.queues.depths())

    async def _redrive(self, asked: Asked) -> web.Response:
        logical_id, _, verb = asked.rest.partition("/")
        if verb != "redrive" or self.queues.source_of(logical_id) is None:
            return problem(404, "no such dead-letter queue with a source")
        return _json({"moved": await self.queues.redrive(logical_id)})

    async def _list_calls(self, _asked: Asked) -> web.Response:
        return await asyncio.to_thread(_json, {"items": self.calls.items()})

    async def _forget_calls(self, _asked: Asked) -> web.Response:
        self.calls.clear()
        return web.Response(status=204)

    async def _invoke(self, asked: Asked) -> web.Response:
        return await self.invocations.handle(asked.rest, asked.body)

    async def _list_faults(self, _asked: Asked) -> web.Response:
        return _json({"items": self.faults.items()})

    async def _clear_faults(self, _asked: Asked) -> web.Response:
        self.faults.clear()
        return web.Response(status=204)

    async def _add_faults(self, asked: Asked) -> web.Response:
        try:
            given = json.loads(asked.body)
            faults = list(map(parse, given if isinstance(given, list) else [given]))
        except FaultError as error:
            return problem(400, str(error))
        except ValueError:
            return problem(400, "not JSON")
        for fault in faults:
            self.faults.add(fault)
        return _json({"items": self.faults.items()}, 201)

    async def _simulate(self, asked: Asked) -> web.Response:
        """Hand a request on to the simulator's own controls."""
        url = f"{self.simulator}/_sim/{asked.rest}" + (f"?{asked.query}" if asked.query else "")
        headers = {"Content-Type": asked.content_type}
        async with self.session.request(asked.method, url, data=asked.body, headers=headers) as answer:
            return web.Response(status=answer.status, body=await answer.read(), content_type=answer.content_type)
