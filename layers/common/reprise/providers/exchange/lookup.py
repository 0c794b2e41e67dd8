"""Where a host is."""

from __future__ import annotations

import socket

from reprise.providers.timely import timely

Address = tuple[str, int]


def addresses(host: str, port: int, seconds: float) -> list[Address]:
    """The host's addresses. Raises TimeoutError, or what getaddrinfo raises."""
    found = timely(lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM), seconds)
    return [(str(entry[4][0]), port) for entry in found]
