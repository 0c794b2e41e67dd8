"""The control API under /_sim: settings, faults, a look at tasks, callbacks by hand."""

from __future__ import annotations

from aiohttp import web

from .callbacks import Announcer
from .config import Json
from .faults import Faults, Rule
from .redaction import redacted
from .runner import Runner
from .tasks import Task
from .world import World


class Control:
    """Handlers for tests and tools; the real providers have nothing like it."""

    def __init__(self, world: World, runner: Runner, announcer: Announcer) -> None:
        self._world = world
        self._runner = runner
        self._announcer = announcer

    def add_routes(self, app: web.Application) -> None:
        """All paths of the control API."""
        app.add_routes([
            web.get("/_sim/config", self.show_config),
            web.post("/_sim/config", self.configure),
            web.get("/_sim/faults", self.show_faults),
            web.post("/_sim/faults", self.add_fault),
            web.delete("/_sim/faults", self.clear_faults),
            web.get("/_sim/tasks", self.tasks),
            web.get("/_sim/tasks/{task}", self.task),
            web.post("/_sim/tasks/{task}/callback", self.callback),
            web.post("/_sim/tasks/{task}/finish", self.finish),
            web.get("/_sim/requests", self.requests),
            web.post("/_sim/reset", self.reset),
        ])  # fmt: skip

    async def show_config(self, _request: web.Request) -> web.Response:
        """The settings in force."""
        return web.json_response(self._world.config.public())

    async def configure(self, request: web.Request) -> web.Response:
        """Change settings; the answer is all of them."""
        changes = await _object(request)
        try:
            self._world.configure(changes)
        except ValueError as error:
            return _bad(error)
        return web.json_response(self._world.config.public())

    async def show_faults(self, _request: web.Request) -> web.Response:
        """The faults in force and how often each has hit."""
        return web.json_response({"items": [rule.shown() for rule in self._world.faults.rules]})

    async def add_fault(self, request: web.Request) -> web.Response:
        """One more fault."""
        spec = await _object(request)
        try:
            rule = Rule.of(spec)
        except ValueError as error:
            return _bad(error)
        self._world.faults.rules.append(rule)
        return web.json_response(rule.shown(), status=201)

    async def clear_faults(self, _request: web.Request) -> web.Response:
        """No faults from here on."""
        self._world.faults = Faults()
        return web.Response(status=204)

    async def tasks(self, request: web.Request) -> web.Response:
        """All tasks, oldest first; `?status=` narrows."""
        wanted = request.query.get("status")
        tasks = self._world.store.tasks.values()
        return web.json_response({"items": [_shown(task) for task in tasks if wanted in (None, task.status)]})

    async def task(self, request: web.Request) -> web.Response:
        """One task."""
        return web.json_response(_shown(self._find(request)))

    async def callback(self, request: web.Request) -> web.Response:
        """Send `{stage, times?, body?}` now; answers when it is delivered or given up."""
        task, order = self._find(request), await _object(request)
        stage = str(order.get("stage", "complete"))
        if stage not in ("text", "first", "complete", "error"):
            return _bad(ValueError(f"unknown stage: {stage}"))
        before = len(task.deliveries)
        await self._announcer.send_now(task, stage, order.get("body"), int(order.get("times", 1)))
        return web.json_response({"deliveries": task.deliveries[before:]})

    async def finish(self, request: web.Request) -> web.Response:
        """End a running task now; a body of `{code, msg, status}` makes it fail."""
        task, failure = self._find(request), await _object(request)
        await self._runner.finish(task, failure or None)
        return web.json_response(_shown(task))

    async def requests(self, _request: web.Request) -> web.Response:
        """Create requests seen, without secrets."""
        return web.json_response({"items": list(self._world.requests)})

    async def reset(self, _request: web.Request) -> web.Response:
        """Forget everything, back to the settings of the start."""
        await self._runner.stop()
        await self._announcer.stop()
        self._world.reset()
        return web.Response(status=204)

    def _find(self, request: web.Request) -> Task:
        task = self._world.store.tasks.get(request.match_info["task"])
        if task is None:
            raise web.HTTPNotFound(text='{"error": "unknown task"}', content_type="application/json")
        return task


def _shown(task: Task) -> Json:
    return {
        "taskId": task.id, "number": task.number, "operation": task.operation.name, "status": task.status,
        "error": {"code": task.failure.code, "message": task.failure.message} if task.failure else None,
        "acceptedAt": task.accepted_at, "times": task.times, "callbacksStopped": task.callbacks_stopped,
        "clips": [{"id": clip.id, "variant": clip.variant, "duration": clip.seconds} for clip in task.clips],
        "sources": [clip.id for clip in task.sources], "uploads": task.uploads,
        "request": redacted(task.request), "deliveries": task.deliveries,
    }  # fmt: skip


async def _object(request: web.Request) -> Json:
    """The JSON object of a request; none is an empty one."""
    if not request.can_read_body:
        return {}
    body = await request.json()
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text='{"error": "a JSON object is expected"}', content_type="application/json")
    return body


def _bad(error: ValueError) -> web.Response:
    return web.json_response({"error": str(error)}, status=400)
