"""Songs, covers and what is made of them over HTTP, with ranges, and with the faults in force."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from aiohttp import web

from .asset_faults import FAULTS
from .faults import Rule, text_of
from .files import MADE_ASSETS, SONG_ASSETS, File, Piece, recovered, single, song, stem
from .world import World

_Finder = Callable[..., Piece | None]

_DEFAULT_ASSETS = ("audio", "cdn", *MADE_ASSETS)
_DYING_ASSETS = (*SONG_ASSETS, "wav", "video", "stem")


class Assets:
    """Handlers of the file host."""

    def __init__(self, world: World) -> None:
        self._world = world

    def add_routes(self, app: web.Application) -> None:
        """Songs with the CDN pattern /cdn/{audio_id}.mp3, WAV and video by task, stems and recovered songs below it."""
        self._add(app, "/{asset:" + "|".join(SONG_ASSETS) + "}/{name}", song)
        self._add(app, "/{asset:wav|video}/{name}", single)
        self._add(app, "/stem/{task_id}/{name}", stem)
        self._add(app, "/recovered/{task_id}/{name}", recovered)

    def _add(self, app: web.Application, path: str, find: _Finder) -> None:
        async def serve(request: web.Request) -> web.StreamResponse:
            piece = find(self._world.store, **request.match_info)
            if piece is None:
                raise web.HTTPNotFound
            return await self._served(request, piece)

        app.router.add_get(path, serve)

    async def _served(self, request: web.Request, piece: Piece) -> web.StreamResponse:
        rule = self._rule(piece)
        if rule and rule.kind == "asset_dead":
            raise web.HTTPNotFound
        file = await _made(piece, piece.make)
        if rule is None:
            return plain(request, file)
        return await FAULTS[rule.kind](request, rule.params, file, await _made(piece, piece.first))

    def _rule(self, piece: Piece) -> Rule | None:
        task = piece.task
        rules = self._world.faults.assets(task.number, text_of(task.operation.path, task.request))
        fitting = (rule for rule in rules if _fits(rule, piece))
        return next((rule for rule in fitting if rule.spend(f"{task.id}:{piece.name}:{piece.asset}")), None)


async def _made(piece: Piece, make: Callable[[], File]) -> File:
    """Songs are at hand; what is made of them takes a while, and others shall not wait."""
    return make() if piece.asset in SONG_ASSETS else await asyncio.to_thread(make)


def _fits(rule: Rule, piece: Piece) -> bool:
    is_dying = rule.kind == "asset_dead"
    if piece.asset not in rule.params.get("assets", _DYING_ASSETS if is_dying else _DEFAULT_ASSETS):
        return False
    wanted = {"variant": piece.clip.variant, "task": piece.task.id, "clip": piece.clip.id}
    if any(rule.params.get(name) not in (None, value) for name, value in wanted.items()):
        return False
    return not is_dying or time.time() >= _death(rule, piece)


def _death(rule: Rule, piece: Piece) -> float:
    """When the files die: at a moment, or so long after their task was accepted."""
    moment = rule.params.get("at")
    return float(piece.task.accepted_at + rule.params.get("after", 0) if moment is None else moment)


def plain(request: web.Request, file: File) -> web.StreamResponse:
    """The file, or the range of it that was asked for."""
    headers = {"Content-Type": file.content_type, "Accept-Ranges": "bytes"}
    size = len(file.body)
    try:
        start, stop, _ = request.http_range.indices(size)
    except ValueError:
        start, stop = size, size
    if "Range" not in request.headers:
        return web.Response(body=file.body, headers=headers)
    if start >= stop:
        return web.Response(status=416, headers={"Content-Range": f"bytes */{size}"})
    headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    return web.Response(status=206, body=file.body[start:stop], headers=headers)
