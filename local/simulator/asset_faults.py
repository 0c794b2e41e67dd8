"""Files as hosts really serve them on a bad day."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable

from aiohttp import web

from .config import Json
from .files import File
from .wire import cut, hang_up

_CHUNK = 64 * 1024
_TICK = 0.1  # seconds between two pieces of a slow body
_OVERSIZED = 52_428_800 + 1
_WRONG = {
    "html": b"<!doctype html><html><body><h1>Not available</h1></body></html>",
    "json": b'{"code":404,"msg":"file not found","data":null}',
}


Fault = Callable[[web.Request, Json, File, File], Awaitable[web.StreamResponse]]


def _whole(file: File, body: bytes, **headers: str) -> web.Response:
    return web.Response(body=body, headers={"Content-Type": file.content_type} | headers)


async def _empty(_request: web.Request, _params: Json, file: File, _first: File) -> web.StreamResponse:
    return _whole(file, b"")


async def _wrong(_request: web.Request, params: Json, file: File, _first: File) -> web.StreamResponse:
    return _whole(file, _WRONG[params.get("body", "html")])


async def _identical(_request: web.Request, _params: Json, file: File, first: File) -> web.StreamResponse:
    return _whole(file, first.body)


async def _gzip(_request: web.Request, _params: Json, file: File, _first: File) -> web.StreamResponse:
    return _whole(file, gzip.compress(file.body), **{"Content-Encoding": "gzip"})


async def _redirect(_request: web.Request, params: Json, _file: File, _first: File) -> web.StreamResponse:
    return web.Response(status=int(params.get("status", 302)), headers={"Location": str(params["url"])})


async def _status(_request: web.Request, params: Json, _file: File, _first: File) -> web.StreamResponse:
    return web.Response(status=int(params.get("status", 404)), text="unavailable")


async def _truncated(request: web.Request, params: Json, file: File, _first: File) -> web.StreamResponse:
    sent = int(params.get("bytes", len(file.body) // 2))
    response = await _begin(request, file, len(file.body))
    await response.write(file.body[:sent])
    hang_up(request)
    return response


async def _reset(request: web.Request, params: Json, file: File, _first: File) -> web.StreamResponse:
    response = await _begin(request, file, len(file.body))
    await response.write(file.body[: int(params.get("bytes", len(file.body) // 2))])
    # the part that was sent should arrive: a reset throws away what is still in the buffers
    await asyncio.sleep(_TICK)
    cut(request)
    return response


async def _slow(request: web.Request, params: Json, file: File, _first: File) -> web.StreamResponse:
    piece = max(1, int(float(params.get("bytes_per_second", 10_000)) * _TICK))
    response = await _begin(request, file, len(file.body))
    for start in range(0, len(file.body), piece):
        await response.write(file.body[start : start + piece])
        await asyncio.sleep(_TICK)
    return response


async def _oversized(request: web.Request, params: Json, file: File, _first: File) -> web.StreamResponse:
    size = int(params.get("bytes", _OVERSIZED))
    # a host that does not announce the length leaves the counting to the reader
    response = await _begin(request, file, None if params.get("chunked") else size)
    async for piece in _padding(file.body, size):
        await response.write(piece)
    return response


async def _padding(head: bytes, size: int) -> AsyncIterator[bytes]:
    yield head[:size]
    for start in range(len(head), size, _CHUNK):
        yield bytes(min(_CHUNK, size - start))


async def _begin(request: web.Request, file: File, length: int | None) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": file.content_type})
    response.content_length = length
    await response.prepare(request)
    return response


FAULTS: dict[str, Fault] = {
    "asset_empty": _empty,
    "asset_wrong_content": _wrong,
    "asset_identical": _identical,
    "asset_gzip": _gzip,
    "asset_redirect": _redirect,
    "asset_status": _status,
    "asset_truncated": _truncated,
    "asset_reset": _reset,
    "asset_slow": _slow,
    "asset_oversized": _oversized,
}
