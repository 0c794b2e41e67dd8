"""One request through the HTTP API: route, authorizer, function, response."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from local.container import MAX_PAYLOAD_BYTES
from local.gateway.cors import add_headers, is_preflight, preflight
from local.gateway.events import Request, http_event
from local.gateway.responses import InvalidResult, http_response
from local.gateway.router import Router
from local.gateway.server import TooLarge, TooSlow, read_body
from local.issuer import Issuer, Unauthorized
from local.pool import Outcome
from local.problems import problem
from local.specs import Plan, Route
from local.worker.channel import frame

Invoke = Callable[[str, Any], Awaitable[Outcome]]
# From here on an event may be over Lambda's limit once its body is base64, so it is worth measuring.
_SUSPECT_BYTES = MAX_PAYLOAD_BYTES // 2

_FAILURES = {
    "error": (500, "the function failed"),
    "crash": (502, "the function died"),
    "timeout": (504, "the function took too long"),
}


class Refused(Exception):
    """The gateway answers itself."""

    def __init__(self, status: int, detail: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.headers = headers


class Api:
    """The HTTP API of a plan."""

    def __init__(self, plan: Plan, issuer: Issuer, invoke: Invoke) -> None:
        self._plan = plan
        self._router = Router(plan.routes)
        self._issuer = issuer
        self._invoke = invoke

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """The answer to a request."""
        origin = request.headers.get("Origin")
        if is_preflight(self._plan.cors, request):
            return preflight(self._plan.cors, str(origin))
        request_id = str(uuid.uuid4())
        try:
            response = await self._answer(request, request_id)
        except Refused as refused:
            wish = request.headers.get("Accept-Language", "")
            response = problem(refused.status, str(refused), request_id, refused.headers, wish)
            if refused.status in (408, 413):
                response.force_close()  # the rest of the body is not wanted
        response.headers["Apigw-Requestid"] = request_id
        add_headers(self._plan.cors, origin, response)
        return response

    async def _answer(self, request: web.BaseRequest, request_id: str) -> web.Response:
        raw_path, _, query = request.raw_path.partition("?")
        found = self._router.match(request.method, raw_path)
        if found is None:
            raise Refused(404, "no such route")
        route, parameters = found
        claims = self._claims(route, request)
        read = Request(
            method=request.method,
            raw_path=raw_path,
            query=query,
            headers=request.headers,
            body=await _body(request),
            source_ip=request.remote or "",
            host=request.host,
            request_id=request_id,
        )
        event = http_event(read, route, parameters, claims)
        if len(read.body) > _SUSPECT_BYTES and len(frame(event)) > MAX_PAYLOAD_BYTES:
            raise Refused(413, "the request is larger than a function takes")
        return _response(await self._invoke(route.function, event))

    def _claims(self, route: Route, request: web.BaseRequest) -> dict[str, str] | None:
        if not route.authorized or self._plan.authorizer is None:
            return None
        try:
            return self._issuer.claims(self._plan.authorizer, request.headers.get("Authorization"))
        except Unauthorized as error:
            raise Refused(401, "a valid token is required", {"WWW-Authenticate": "Bearer"}) from error


async def _body(request: web.BaseRequest) -> bytes:
    try:
        return await read_body(request)
    except TooLarge as error:
        raise Refused(413, "the request is larger than 10 MB") from error
    except TooSlow as error:
        raise Refused(408, "the request did not arrive") from error


def _response(outcome: Outcome) -> web.Response:
    if outcome.kind != "ok":
        raise Refused(*_FAILURES[outcome.kind])
    try:
        return http_response(outcome.value)
    except InvalidResult as error:
        raise Refused(500, "the function's answer is no response") from error
