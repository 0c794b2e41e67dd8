"""One HTTP exchange that is bounded as a whole: looking the name up, connecting, sending, waiting and reading.

A library's timeout starts again with every byte that arrives. Here each step gets only the time that is left.
"""

from __future__ import annotations

import io
import socket
import ssl
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache
from http.client import HTTPConnection, HTTPException, HTTPResponse, InvalidURL
from urllib.parse import SplitResult, urlsplit

from reprise.providers.openai.lookup import addresses
from reprise.providers.writer import Unwritten

_OK = 200
_CONNECT_SECONDS = 3.05
_PORTS = {"http": 80, "https": 443}
_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (InvalidURL, "address"),
    (UnicodeError, "address"),
    (socket.gaierror, "dns"),
    (TimeoutError, "timeout"),
    (ssl.SSLError, "tls"),
    (HTTPException, "connection"),
    (OSError, "connection"),
    (ValueError, "connection"),
)
_FOREIGN = tuple(kind for kind, _ in _REASONS)


class Allowance:
    """What is left of an exchange's seconds and bytes."""

    def __init__(self, seconds: float, size: int, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._end = clock() + seconds
        self._bytes = size

    def seconds(self) -> float:
        """More than nothing, or Unwritten."""
        left = self._end - self._clock()
        if left <= 0:
            raise Unwritten("timeout")
        return left

    def take(self, count: int) -> None:
        """So many bytes have come; Unwritten when they are too many."""
        self._bytes -= count
        if self._bytes < 0:
            raise Unwritten("too_large")


@dataclass(frozen=True, slots=True)
class _Line:
    """A connection, as far as http.client uses one. Closing it is for whoever has opened it."""

    sock: socket.socket
    allowance: Allowance

    def sendall(self, data: bytes) -> None:
        self.sock.settimeout(self.allowance.seconds())
        self.sock.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Incoming(self))

    def close(self) -> None:
        """The answer is still to be read when http.client is done with the connection."""


class _Incoming(io.RawIOBase):
    """What arrives on a line: every read has the time that is left, and every byte is counted."""

    def __init__(self, line: _Line) -> None:
        super().__init__()
        self._line = line

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # typeshed wants any Buffer
        self._line.sock.settimeout(self._line.allowance.seconds())
        count = self._line.sock.recv_into(buffer)
        self._line.allowance.take(count)
        return count


def post(url: str, headers: Mapping[str, str], body: bytes, allowance: Allowance, most: int) -> bytes:
    """The body of a 200, at most so many bytes of it; everything else is Unwritten. Nothing is followed or repeated."""
    with ExitStack() as stack:
        try:
            response = _answer(url, headers, body, allowance, stack)
            received = response.read(most)
        except _FOREIGN as error:
            # `from None`: the libraries' messages quote addresses and headers.
            raise Unwritten(_reason(error)) from None
    return received


def _answer(url: str, headers: Mapping[str, str], body: bytes, allowance: Allowance, stack: ExitStack) -> HTTPResponse:
    parts, port = _target(url)
    connection = HTTPConnection(parts.hostname or "", port)
    connection.default_port = _PORTS[parts.scheme]
    connection.sock = _Line(_connected(parts, port, allowance, stack), allowance)
    connection.request("POST", parts.path, body, dict(headers) | {"Connection": "close"})
    response = stack.enter_context(connection.getresponse())
    if response.status != _OK:
        raise Unwritten(f"status_{response.status}")
    return response


def _target(url: str) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        raise Unwritten("address") from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise Unwritten("address")
    return parts, port


def _connected(parts: SplitResult, port: int, allowance: Allowance, stack: ExitStack) -> socket.socket:
    host = parts.hostname or ""
    sock = stack.enter_context(_reached(host, port, allowance))
    # http.client sends headers and body one after the other; the body shall not wait for an acknowledgement.
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if parts.scheme == "http":
        return sock
    sock.settimeout(allowance.seconds())
    return stack.enter_context(_tls().wrap_socket(sock, server_hostname=host))


def _reached(host: str, port: int, allowance: Allowance) -> socket.socket:
    """A connection to the first address of the host that takes one."""
    failure: OSError = ConnectionError()
    for address in addresses(host, port, allowance.seconds()):
        try:
            return socket.create_connection(address, min(_CONNECT_SECONDS, allowance.seconds()))
        except OSError as error:
            failure = error
    raise failure


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _reason(error: Exception) -> str:
    return next(reason for kind, reason in _REASONS if isinstance(error, kind))
