"""The port of the stack: takes HTTP from anybody, however badly it behaves."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from local.problems import problem

MAX_BODY_BYTES = 10 * 1024 * 1024
_HEADER_BYTES = 10_240  # API Gateway's limit for the request line and the headers
_IDLE_SECONDS = 20  # for a client that connects and says nothing, or never ends its headers
_BODY_SECONDS = 30

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


class TooLarge(Exception):
    """The body is longer than API Gateway takes."""


class TooSlow(Exception):
    """The body did not come in time, or not whole."""


class _Protocol(RequestHandler):
    """aiohttp's, but what is no HTTP is answered as a problem too."""

    __slots__ = ()

    def eof_received(self) -> bool:  # type: ignore[override]
        """A client that has sent its request and closes its half still gets the answer."""
        waits_for_a_request = self._waiter is not None and not self._messages
        current = self._current_request
        if waits_for_a_request or (current is not None and not current.content.is_eof()):
            return False
        self.close()
        return True

    def handle_error(
        self,
        request: web.BaseRequest,  # noqa: ARG002 - aiohttp's signature
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002
    ) -> web.StreamResponse:
        """An answer to something that could not be parsed or handled; the connection ends with it."""
        if status >= 500:
            logging.getLogger(__name__).error("unhandled", exc_info=exc)
        response = problem(status, "the request could not be read" if status < 500 else "a fault in the local stack")
        response.force_close()
        return response


class _Server(web.Server):
    """Makes that protocol for each connection."""

    def __call__(self) -> RequestHandler:
        return _Protocol(
            self,
            loop=asyncio.get_running_loop(),
            keepalive_timeout=_IDLE_SECONDS,
            max_line_size=_HEADER_BYTES,
            max_field_size=_HEADER_BYTES,
            lingering_time=2.0,
            auto_decompress=False,
            access_log=None,  # type: ignore[arg-type]
        )


async def listen(handler: Handler, host: str, port: int) -> tuple[web.Server, asyncio.Server]:
    """Open the port; OSError when somebody else has it."""
    server = _Server(handler)
    listening = await asyncio.get_running_loop().create_server(server, host, port, backlog=1024)
    return server, listening


async def close(server: web.Server, listening: asyncio.Server) -> None:
    """Close the port and what is still connected."""
    listening.close()
    await server.shutdown(timeout=1)


async def read_body(request: web.BaseRequest) -> bytes:
    """The whole body; TooLarge as soon as it is known to be, without reading the rest."""
    if (request.content_length or 0) > MAX_BODY_BYTES:
        raise TooLarge
    body = bytearray()
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > MAX_BODY_BYTES:
                    raise TooLarge
    except (TimeoutError, web.RequestPayloadError) as error:
        raise TooSlow from error
    return bytes(body)
