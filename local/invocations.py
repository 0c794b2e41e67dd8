"""Lambda's Invoke, as Step Functions calls it: `POST …/functions/<ARN>/invocations`, and its errors."""

from __future__ import annotations

import json
import re
import time
import uuid
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from aiohttp import web

from local.calls import Calls
from local.faults import Faults
from local.pool import Outcome
from local.resources import STACK
from local.specs import Function

_PATH = re.compile(r"2015-03-31/functions/(?:arn:.*:)?([\w-]+)/invocations")
_CALLER = "states"
_OPERATION = "Invoke"
# What Lambda calls the end of a function that could not speak for itself.
_ENDS = {"crash": "Runtime.ExitError", "timeout": "Sandbox.Timedout"}


def _refusal(status: int, code: str, message: str, request_id: str = "") -> web.Response:
    body = json.dumps({"Type": "Service", "Message": message}).encode()
    headers = {"x-amzn-ErrorType": code, "x-amzn-RequestId": request_id or str(uuid.uuid4())}
    return web.Response(status=status, body=body, headers=headers, content_type="application/json")


def _answer(outcome: Outcome) -> web.Response:
    value, headers = outcome.value, {"x-amzn-RequestId": outcome.request_id}
    if outcome.kind != "ok":
        headers["X-Amz-Function-Error"] = "Unhandled"
        value = {**value, "errorType": _ENDS.get(outcome.kind, value.get("errorType"))}
    return web.Response(body=json.dumps(value).encode(), headers=headers, content_type="application/json")


class Invocations:
    """Calls functions for whoever is no trigger of theirs: remembered, and with faults, as every call."""

    def __init__(
        self,
        functions: Iterable[Function],
        invoke: Callable[[str, Any], Awaitable[Outcome]],
        calls: Calls,
        faults: Faults,
    ) -> None:
        self._names = {f"{STACK}-{one.logical_id}": one.name for one in functions}
        self._invoke = invoke
        self._calls = calls
        self._faults = faults

    async def handle(self, path: str, body: bytes) -> web.Response:
        """The answer to a call."""
        found = _PATH.fullmatch(path)
        if found is None or found[1] not in self._names:
            return _refusal(404, "ResourceNotFoundException", f"no function at {path}")
        return await self._watched(found[1], json.loads(body or b"null"))

    async def _watched(self, function: str, event: Any) -> web.Response:
        call = {"service": "lambda", "operation": _OPERATION, "resources": [f"{_OPERATION}:{function}"]}
        if refused := self._met(call, "before"):
            return refused
        begun, clock = time.time(), time.perf_counter()
        outcome = await self._invoke(self._names[function], event)
        ms = round((time.perf_counter() - clock) * 1000, 3)
        self._calls.add(_CALLER, {**call, "at": begun, "ms": ms, "status": 200, "requestId": outcome.request_id})
        return self._met(call, "after") or _answer(outcome)

    def _met(self, call: dict[str, Any], when: str) -> web.Response | None:
        """The refusal that a fault makes of a call."""
        question = {"service": call["service"], "operation": call["operation"], "when": when}
        verdict = self._faults.verdict(_CALLER, question)
        if verdict is None:
            return None
        request_id = str(uuid.uuid4())
        told = {"at": time.time(), "ms": 0.0, "error": verdict, "injected": when, "requestId": request_id}
        self._calls.add(_CALLER, {**call, **told})
        # There is no process of the caller's that could die.
        code = "ServiceException" if verdict == "crash" else verdict
        return _refusal(500, code, "set by /_local/faults", request_id)
