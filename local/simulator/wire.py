"""What a well-behaved server never does to a connection."""

from __future__ import annotations

import socket
import struct

from aiohttp import web

_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


def cut(request: web.Request) -> web.Response:
    """Reset the connection; the response returned is never seen."""
    if request.transport is not None:
        raw = request.transport.get_extra_info("socket")
        if raw is not None:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        request.transport.abort()
    return web.Response()


def hang_up(request: web.Request) -> None:
    """Close the connection in order, with whatever was sent so far."""
    if request.transport is not None:
        request.transport.close()
