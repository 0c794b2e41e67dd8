"""Clients that do not behave: the stack answers or hangs up, and goes on."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator

import pytest

from tests.integration.local.conftest import Running


@contextlib.contextmanager
def connected(stack: Running) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", stack.port), timeout=10) as sock:
        yield sock


def all_of(sock: socket.socket) -> bytes:
    received = b""
    with contextlib.suppress(ConnectionResetError):
        while chunk := sock.recv(65536):
            received += chunk
    return received


@pytest.fixture(autouse=True)
def _still_there(stack: Running) -> Iterator[None]:
    yield
    assert stack.ask("GET", "/v1/health").status_code == 200


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(200)) + b"\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET /v1/health HTTP/9.9\r\n\r\n",
        b"GET /v1/health HTTP/1.1\r\nHost: a\r\nX: " + b"y" * 20_000 + b"\r\n\r\n",
        b"GET /" + b"y" * 20_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
        b"POST /v1/open/echo HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
        b"POST /v1/open/echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /v1/health HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
)
def test_what_is_no_http_is_refused(stack: Running, sent: bytes) -> None:
    with connected(stack) as sock:
        sock.sendall(sent)
        answer = all_of(sock)
    assert answer.startswith((b"HTTP/1.1 4", b"HTTP/1.0 4"))
    assert b"application/problem+json" in answer


def test_a_client_that_leaves_in_the_middle_of_its_body(stack: Running) -> None:
    with connected(stack) as sock:
        sock.sendall(b"POST /v1/open/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nhalf")


def test_a_client_that_leaves_before_the_answer(stack: Running) -> None:
    with connected(stack) as sock:
        sock.sendall(b"GET /v1/open/slow HTTP/1.1\r\nHost: a\r\n\r\n")


def test_a_client_that_only_half_closes_still_gets_its_answer(stack: Running) -> None:
    with connected(stack) as sock:
        sock.sendall(b"GET /v1/health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        sock.shutdown(socket.SHUT_WR)
        assert all_of(sock).startswith(b"HTTP/1.1 200")


def test_clients_that_never_end_their_headers_keep_nobody_out(stack: Running) -> None:
    with contextlib.ExitStack() as clients:
        for _ in range(200):
            sock = clients.enter_context(connected(stack))
            sock.sendall(b"GET /v1/health HTTP/1.1\r\nX-Slow: ")
        assert stack.ask("GET", "/v1/health").status_code == 200
