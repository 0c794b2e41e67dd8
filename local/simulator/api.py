"""The provider's own API: creates, answers at once, record-info, credits."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from aiohttp import web

from .dialects import Answer, Reason, Refusal, accepted, refused
from .faults import text_of
from .incoming import fingerprint, json_object
from .intake import Intake, Sender
from .operations import CREDIT_PATHS, OPERATIONS, RECORD_PATHS, Operation
from .records import record
from .recovery import record as recovered
from .redaction import redacted
from .tasks import Task
from .wire import cut
from .world import World

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_RECORD_SECONDS = 1.0


class Api:
    """Handlers of the provider's paths."""

    def __init__(self, world: World, intake: Intake) -> None:
        self._world = world
        self._intake = intake

    def add_routes(self, app: web.Application) -> None:
        """Every operation of the table, the status paths, the credits, and an envelope for the rest."""
        for operation in OPERATIONS:
            app.router.add_post(operation.path, self._creator(operation))
        for path, id_name in RECORD_PATHS.items():
            app.router.add_get(path, self._record_reader(id_name))
        for dialect, path in CREDIT_PATHS.items():
            app.router.add_get(path, self._credit_reader(dialect))
        app.router.add_route("*", "/api/{rest:.*}", self.not_found)

    def _creator(self, operation: Operation) -> Handler:
        async def create(request: web.Request) -> web.StreamResponse:
            key = self._key(request)
            if not key:
                return self._refuse(Reason.UNAUTHORIZED)
            number = self._world.next_attempt()
            body = await json_object(request)
            text = text_of(operation.path, body)
            if self._world.faults.find("reset_before_accept", number, text):
                return cut(request)
            outcome = self._intake.take(operation, body, Sender(key, number, self._base_url(request)))
            self._world.requests.append({
                "number": number, "at": time.time(), "path": operation.path, "key": key,
                "request": redacted(body), "code": outcome.answer.body.get("code"), "taskId": outcome.task_id,
            })  # fmt: skip
            return await self._answer(request, number, text, outcome.answer)

        return create

    async def _answer(self, request: web.Request, number: int, text: str, answer: Answer) -> web.StreamResponse:
        if slow := self._world.faults.find("create_slow", number, text):
            await asyncio.sleep(float(slow.params.get("seconds", 1.0)))
        silent = self._world.faults.find("timeout_after_accept", number, text)
        if silent and answer.body.get("data"):
            await asyncio.sleep(float(silent.params.get("seconds", 0.0)))
            return cut(request)
        if "raw" in answer.body:
            return web.Response(status=answer.status, text=str(answer.body["raw"]), content_type="text/html")
        return _reply(answer)

    def _record_reader(self, id_name: str) -> Handler:
        async def record_info(request: web.Request) -> web.StreamResponse:
            if not self._key(request):
                return self._refuse(Reason.UNAUTHORIZED)
            task = self._world.store.tasks.get(request.query.get(id_name, ""))
            if task is None or task.operation.record_path != request.path:
                return self._refuse(Reason.NOT_FOUND)
            return self._looked_at(task)

        return record_info

    def _looked_at(self, task: Task) -> web.StreamResponse:
        """One task, at most three times a second."""
        config = self._world.config
        if not self._world.looks.allows(task.id, time.time(), config.record_limit, _RECORD_SECONDS):
            return self._refuse(Reason.RECORD_RATE)
        rule = self._world.fault("record_error", task)
        if rule and rule.spend(task.id):
            return _reply(self._intake.faulty(rule.params))
        if task.operation.kind == "recovery":
            return _reply(Answer(200, recovered(task, config.recovery_format)))
        return _reply(accepted(record(task, config)))

    def _credit_reader(self, dialect: str) -> Handler:
        async def credits_left(request: web.Request) -> web.StreamResponse:
            key = self._key(request)
            if not key:
                return self._refuse(Reason.UNAUTHORIZED)
            if dialect != self._world.config.dialect:
                return self._refuse(Reason.NOT_FOUND)
            return _reply(accepted(int(self._world.credits.left(key))))

        return credits_left

    async def not_found(self, _request: web.Request) -> web.StreamResponse:
        """Wrong method or path, in the envelope."""
        return self._refuse(Reason.NOT_FOUND)

    def _refuse(self, reason: Reason) -> web.Response:
        return _reply(refused(self._world.config.dialect, "", Refusal(reason)))

    def _key(self, request: web.Request) -> str:
        return fingerprint(request, self._world.config.api_key)

    def _base_url(self, request: web.Request) -> str:
        return self._world.config.base_url or f"{request.scheme}://{request.host}"


def _reply(answer: Answer) -> web.Response:
    return web.json_response(answer.body, status=answer.status)
