"""A writer on a bad day.

`script_slow` waits `seconds` and then answers well. `script_dribble` sends `bytes` of a good answer, waits `seconds`,
and so on. `script_refusal` refuses (`text`). `script_wrong_shape` breaks the schema. `script_bad_bounds` has too many
`passages`. `script_cut_off` ends with half the JSON. `script_error` answers with `status` and, at will, a `Location`.
`script_oversized` is `bytes` long. `script_hang_up` says nothing and resets the connection.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from .completion import answered, failed
from .config import Json
from .wire import cut

Fault = Callable[[web.Request, Json, Json, Json], Awaitable[web.StreamResponse]]
"""Of the request, the fault's parameters, the request's JSON, and the script that was written."""

_TOO_MANY_PASSAGES = 9
_DRIBBLE_SECONDS = 0.05
_OVERSIZED = 100_000
_ERRORS = {
    429: ("Rate limit reached for requests.", "requests", "rate_limit_exceeded"),
    500: ("The server had an error while processing your request.", "server_error", None),
    503: ("The engine is currently overloaded, please try again later.", "service_unavailable_error", None),
}


async def _slow(_request: web.Request, params: Json, body: Json, script: Json) -> web.StreamResponse:
    await asyncio.sleep(float(params.get("seconds", 0.0)))
    return web.json_response(answered(body, script))


async def _dribble(request: web.Request, params: Json, body: Json, script: Json) -> web.StreamResponse:
    whole, piece = json.dumps(answered(body, script)).encode(), int(params.get("bytes", 1))
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    response.content_length = len(whole)
    await response.prepare(request)
    for start in range(0, len(whole), piece):
        await response.write(whole[start : start + piece])
        await asyncio.sleep(float(params.get("seconds", _DRIBBLE_SECONDS)))
    return response


async def _refusal(_request: web.Request, params: Json, body: Json, _script: Json) -> web.StreamResponse:
    said = {"content": None, "refusal": params.get("text", "I'm sorry, but I can't assist with that request.")}
    return web.json_response(answered(body, None, **said))


async def _wrong_shape(_request: web.Request, _params: Json, body: Json, script: Json) -> web.StreamResponse:
    return web.json_response(answered(body, {f"{name}_": value for name, value in script.items()}))


async def _bad_bounds(_request: web.Request, params: Json, body: Json, script: Json) -> web.StreamResponse:
    count = int(params.get("passages", _TOO_MANY_PASSAGES))
    return web.json_response(answered(body, {name: _stretched(value, count) for name, value in script.items()}))


def _stretched(value: Any, count: int) -> Any:
    return [value[number % len(value)] for number in range(count)] if isinstance(value, list) else value


async def _cut_off(_request: web.Request, _params: Json, body: Json, script: Json) -> web.StreamResponse:
    text = json.dumps(script, ensure_ascii=False)
    return web.json_response(answered(body, None, end="length", content=text[: len(text) // 2]))


async def _error(_request: web.Request, params: Json, _body: Json, _script: Json) -> web.StreamResponse:
    status = int(params.get("status", 500))
    headers = {"Location": str(params["Location"])} if "Location" in params else {}
    message, kind, code = _ERRORS.get(status, ("Something went wrong.", "invalid_request_error", None))
    return web.json_response(failed(message, kind=kind, code=code), status=status, headers=headers)


async def _oversized(_request: web.Request, params: Json, body: Json, script: Json) -> web.StreamResponse:
    # Blanks after the JSON: a reader without bounds would take it.
    whole = json.dumps(answered(body, script)).ljust(int(params.get("bytes", _OVERSIZED)))
    return web.Response(text=whole, content_type="application/json")


async def _hang_up(request: web.Request, _params: Json, _body: Json, _script: Json) -> web.StreamResponse:
    return cut(request)


FAULTS: dict[str, Fault] = {
    "script_slow": _slow,
    "script_dribble": _dribble,
    "script_refusal": _refusal,
    "script_wrong_shape": _wrong_shape,
    "script_bad_bounds": _bad_bounds,
    "script_cut_off": _cut_off,
    "script_error": _error,
    "script_oversized": _oversized,
    "script_hang_up": _hang_up,
}
