"""Looks a host's name up in bounded time: socket.getaddrinfo itself waits as long as the name servers like."""

from __future__ import annotations

import socket
from queue import Empty, SimpleQueue
from threading import Thread

Address = tuple[str, int]
_Found = list[Address] | OSError | UnicodeError


def addresses(host: str, port: int, seconds: float) -> list[Address]:
    """Where the host is. Raises TimeoutError, or what getaddrinfo raises."""
    found: SimpleQueue[_Found] = SimpleQueue()
    Thread(target=lambda: found.put(_look_up(host, port)), name="lookup", daemon=True).start()
    try:
        answer = found.get(timeout=seconds)
    except Empty:
        raise TimeoutError from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def _look_up(host: str, port: int) -> _Found:
    try:
        return [(str(entry[4][0]), port) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        return error
