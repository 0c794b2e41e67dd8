"""One HTTP exchange that is bounded as a whole: looking the name up, connecting, sending, waiting and reading.

It goes to the address it is given and nowhere else: no proxy, no redirect, no second try, nothing unpacked.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from http.client import HTTPConnection, HTTPException, HTTPResponse, InvalidURL
from urllib.parse import SplitResult, urlsplit

from reprise.providers.exchange.line import Allowance, Line, TooLarge, Unheard
from reprise.providers.exchange.lookup import addresses

_CONNECT_SECONDS = 3.05
_PORTS = {"http": 80, "https": 443}
_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (TooLarge, "too_large"),
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


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked. Without a body it is a GET."""

    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What has come so far: the body is not read yet."""

    response: HTTPResponse
    line: Line

    @property
    def status(self) -> int:
        """The status code."""
        return self.response.status

    def header(self, name: str) -> str:
        """A header; empty without it."""
        return self.response.getheader(name) or ""

    def body(self) -> bytes:
        """The body; one that ends too early is as short as it came. Raises Unheard."""
        with _in_our_words(self.line):
            return self.response.read(self.line.allowance.size)


@contextmanager
def exchange(request: Request, allowance: Allowance) -> Iterator[Answer]:
    """Send a request, once, and hear its answer while the block runs. Raises Unheard."""
    with ExitStack() as stack:
        with _in_our_words():
            parts, port = _target(request.url)
            line = Line(_connected(parts, port, allowance, stack), allowance)
        with _in_our_words(line):
            response = stack.enter_context(_asked(request, parts, port, line))
        yield Answer(response, line)


def _asked(request: Request, parts: SplitResult, port: int, line: Line) -> HTTPResponse:
    connection = HTTPConnection(parts.hostname or "", port)
    connection.default_port = _PORTS[parts.scheme]
    connection.sock = line
    method = "GET" if request.body is None else "POST"
    target = parts._replace(scheme="", netloc="", fragment="").geturl()
    connection.request(method, target, request.body, {**request.headers, "Connection": "close"})
    return connection.getresponse()


def _target(url: str) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        raise InvalidURL from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise InvalidURL
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


@contextmanager
def _in_our_words(line: Line | None = None) -> Iterator[None]:
    """Turn what the libraries raise into a reason, `from None`: their messages quote addresses and headers."""
    try:
        yield
    except _FOREIGN as error:
        raise Unheard(_reason(error), sent=line is not None and line.begun) from None


def _reason(error: Exception) -> str:
    return next(reason for kind, reason in _REASONS if isinstance(error, kind))
