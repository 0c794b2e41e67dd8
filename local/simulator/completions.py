"""OpenAI's chat completions, as far as a writer of scripts needs them: strict JSON by schema, in one answer.

`POST /v1/chat/completions` checks the bearer key (setting `openai_api_key`), the request and its schema as OpenAI does
(`strictness.py`), and answers a script in the language that the system message names (`scripts.py`). Its faults are in
`completion_faults.py`. Requests are numbered on their own, so that they change nothing for the tasks of the others.
"""

from __future__ import annotations

import time

from aiohttp import web

from .completion import answered, failed
from .completion_faults import FAULTS
from .config import Json
from .faults import SCRIPT_KINDS, text_of
from .incoming import fingerprint, json_object
from .scripts import script_for
from .strictness import Objection, first_objection
from .world import World

PATH = "/v1/chat/completions"
_NO_JSON = Objection("We could not parse the JSON body of your request.")


class Completions:
    """Handlers of OpenAI's paths."""

    def __init__(self, world: World) -> None:
        self._world = world

    def add_routes(self, app: web.Application) -> None:
        """The one path, and OpenAI's error for the rest."""
        app.router.add_post(PATH, self.complete)
        app.router.add_route("*", "/v1/{rest:.*}", self.not_found)

    async def complete(self, request: web.Request) -> web.StreamResponse:
        """Write one script."""
        key = fingerprint(request, self._world.config.openai_api_key)
        if not key:
            return _unauthorized(request)
        body = await json_object(request)
        number = self._noted(key, body)
        if body is None:
            return _refused(_NO_JSON)
        if objection := first_objection(body):
            return _refused(objection)
        return await self._written(request, number, body)

    async def not_found(self, request: web.Request) -> web.StreamResponse:
        """Wrong method or path."""
        return web.json_response(failed(f"Invalid URL ({request.method} {request.path})"), status=404)

    async def _written(self, request: web.Request, number: int, body: Json) -> web.StreamResponse:
        script = script_for(body)
        for kind in SCRIPT_KINDS:
            if rule := self._world.faults.find(kind, number, text_of(PATH, body)):
                return await FAULTS[rule.kind](request, rule.params, body, script)
        return web.json_response(answered(body, script))

    def _noted(self, key: str, body: Json | None) -> int:
        """The number of this request, which is in the log from here on."""
        number = self._world.next_script()
        self._world.requests.append({"number": number, "at": time.time(), "path": PATH, "key": key, "request": body})
        return number


def _refused(objection: Objection) -> web.Response:
    return web.json_response(failed(objection.message, objection.param), status=400)


def _unauthorized(request: web.Request) -> web.Response:
    given = "Authorization" in request.headers
    message = "Incorrect API key provided." if given else "You didn't provide an API key."
    return web.json_response(failed(message, code="invalid_api_key" if given else None), status=401)
