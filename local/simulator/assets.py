"""Audio and covers over HTTP, with ranges, and with the faults in force."""

from __future__ import annotations

from aiohttp import web

from .asset_faults import FAULTS, File
from .clipviews import title_of
from .cover import png
from .faults import Rule
from .id3 import tag
from .melody import render
from .tasks import Clip, Task
from .world import World

_NAMES = ("audio", "stream", "cover", "cdn")
_DEFAULT_ASSETS = ("audio", "cdn")


class Assets:
    """Handlers of the file host."""

    def __init__(self, world: World) -> None:
        self._world = world

    def add_routes(self, app: web.Application) -> None:
        """/audio, /stream, /cover and the CDN pattern /cdn/{audio_id}.mp3."""
        app.router.add_get("/{asset:" + "|".join(_NAMES) + "}/{name}", self.serve)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One file of one clip; 404 for a clip nobody made."""
        asset = request.match_info["asset"]
        clip_id, _, ending = request.match_info["name"].partition(".")
        clip = self._world.store.clips.get(clip_id)
        if clip is None:
            raise web.HTTPNotFound
        task = self._world.store.tasks[clip.task_id]
        shown = "cover" if ending == "png" else asset
        file = self._file(task, clip, shown)
        rule = self._rule(task, clip, shown)
        if rule is None:
            return plain(request, file)
        first = self._file(task, task.clips[0], shown)
        return await FAULTS[rule.kind](request, rule.params, file, first)

    def _file(self, task: Task, clip: Clip, asset: str) -> File:
        if asset == "cover":
            return File(png(clip.id), "image/png")
        title = f"{title_of(task)} ({clip.variant + 1})"
        return File(tag(title, clip.id) + render(clip.tune).played(clip.seconds).mp3, "audio/mpeg")

    def _rule(self, task: Task, clip: Clip, asset: str) -> Rule | None:
        rules = self._world.faults.assets(task.number, task.request)
        fitting = (rule for rule in rules if _fits(rule, clip, asset))
        return next((rule for rule in fitting if rule.spend(f"{clip.id}:{asset}")), None)


def _fits(rule: Rule, clip: Clip, asset: str) -> bool:
    assets = rule.params.get("assets", _DEFAULT_ASSETS)
    return asset in assets and rule.params.get("variant") in (None, clip.variant)


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
