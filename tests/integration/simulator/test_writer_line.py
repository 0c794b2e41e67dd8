"""The writer's connection: its deadline, its bounds, and where its key goes."""

from __future__ import annotations

import socket
import threading
import traceback
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any, NoReturn

import pytest

from reprise.providers.exchange import bounded
from reprise.providers.openai.writer import Writer
from reprise.providers.writer import Unwritten
from tests.integration.assets.scripted import certificate_for, ok
from tests.unit.providers.scripting import PRESET, SECRET, completion, script

from .talker import Talker, silent_port, talking

GOOD = ok(completion(script()))
HEAD = b"HTTP/1.1 200 OK\r\n"
SOON = 0.3


def writer(port: int, seconds: float = 5.0, scheme: str = "http", host: str = "127.0.0.1", **others: Any) -> Writer:
    return Writer(f"{scheme}://{host}:{port}", SECRET, "gpt-4o-mini", seconds, **others)


def reason_of(one: Writer) -> str:
    with pytest.raises(Unwritten) as caught:
        one.write(PRESET, "tense", "en")
    assert SECRET not in "".join(traceback.format_exception(caught.value)) + repr(one)
    return caught.value.reason


def raising(error: Exception) -> Callable[..., NoReturn]:
    """A function that only fails."""

    def fail(*_args: object, **_options: object) -> NoReturn:
        raise error

    return fail


def reason_for(talker: Talker, seconds: float = 5.0) -> str:
    """What becomes of a script when this is said."""
    with talking(talker):
        reason = reason_of(writer(talker.port, seconds))
    assert len(talker.requests) == 1
    return reason


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A certificate of localhost that the system trusts while the test runs."""
    certificate = certificate_for("localhost", tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    bounded._tls.cache_clear()
    yield certificate
    bounded._tls.cache_clear()


def test_a_request_has_what_it_needs_and_nothing_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with talking(Talker([GOOD])) as talker:
        assert writer(talker.port).write(PRESET, "tense", "en").title == "Slower"
    head, _, _ = talker.requests[0].partition(b"\r\n\r\n")
    line, *headers = head.decode().splitlines()
    assert line == "POST /v1/chat/completions HTTP/1.1"
    assert sorted(header for header in headers if not header.startswith("Content-Length")) == [
        "Accept-Encoding: identity", "Accept: application/json", f"Authorization: Bearer {SECRET}", "Connection: close",
        "Content-Type: application/json", f"Host: 127.0.0.1:{talker.port}", "User-Agent: reprise",
    ]  # fmt: skip


@pytest.mark.parametrize("talker", [
    Talker([HEAD], pause=60),
    Talker([], pause=0.02, endless=b"H"),
    Talker([HEAD], pause=0.02, endless=b"X"),
    Talker([HEAD], pause=0.02, endless=b"X-Wait: a bit\r\n"),
    Talker([], pause=0.02, endless=b"HTTP/1.1 100 Continue\r\n\r\n"),
    Talker([HEAD, b"Content-Length: 60000\r\n\r\n"], pause=0.02, endless=b"{"),
    Talker([HEAD, b"Transfer-Encoding: chunked\r\n\r\n"], pause=0.02, endless=b"1\r\n \r\n"),
    Talker([HEAD, b"\r\n"], pause=0.02, endless=b" "),
], ids=["silent", "status", "header", "headers", "continues", "body", "chunks", "unframed"])  # fmt: skip
def test_who_dribbles_is_late(talker: Talker) -> None:
    assert reason_for(talker, SOON) == "timeout"


def test_who_takes_the_call_and_never_speaks_is_late() -> None:
    with silent_port() as listener:
        assert reason_of(writer(listener.getsockname()[1], SOON)) == "timeout"


def test_a_handshake_that_never_ends_is_late() -> None:
    with silent_port() as listener:
        assert reason_of(writer(listener.getsockname()[1], SOON, "https")) == "timeout"


def test_a_name_that_is_looked_up_for_too_long_is_late(monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: [release.wait(60)][:0])
    assert reason_of(writer(80, SOON, host="slow.test")) == "timeout"
    release.set()


def test_a_name_that_nobody_has_is_told_from_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", raising(socket.gaierror(socket.EAI_NONAME, "not known")))
    assert reason_of(writer(80, host="nobody.test")) == "dns"


def test_the_deadline_is_one_for_all_steps() -> None:
    """By a clock that goes a second at every look; no step takes long by itself."""
    ticks = count()
    with talking(Talker([HEAD, b"Content-Length: 50\r\n", b"\r\n", b"{"], pause=0.02, endless=b" ")) as talker:
        assert reason_of(writer(talker.port, 10.0, clock=lambda: float(next(ticks)))) == "timeout"


@pytest.mark.parametrize("talker", [
    Talker([ok(b" " * 70_000)]),
    Talker([HEAD, b"\r\n"], endless=b" " * 1000),
    Talker([HEAD, b"Content-Length: 999999999999999\r\n\r\n"], endless=b" " * 1000),
    Talker([HEAD, b"Transfer-Encoding: chunked\r\n\r\n"], endless=b"5\r\n     \r\n"),
    Talker([HEAD, b"Transfer-Encoding: chunked\r\n\r\n", b"FFFFFFFFFFFF\r\n"], endless=b" " * 1000),
    Talker([HEAD, *[b"X-Long: " + b"x" * 60_000 + b"\r\n"] * 5], endless=b" "),
], ids=["framed", "unframed", "announced", "chunks", "chunk", "headers"])  # fmt: skip
def test_more_than_64_kib_are_not_read(talker: Talker) -> None:
    assert reason_for(talker) == "too_large"


@pytest.mark.parametrize(("said", "reason"), [
    (b"", "connection"), (b"garbage\r\n\r\n", "connection"),
    (HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", "connection"),
    (HEAD + b"Transfer-Encoding: chunked\r\n\r\n-5\r\n", "connection"),
    (GOOD[:-40], "answer"),
    (ok(b"\x1f\x8b\x08", "Content-Encoding: gzip"), "answer"),
    (b"HTTP/1.1 204 No Content\r\n\r\n", "status_204"),
    (b"HTTP/1.1 302 Found\r\nLocation: /v1/chat/completions\r\nContent-Length: 0\r\n\r\n", "status_302"),
])  # fmt: skip
def test_a_strange_answer_has_its_reason(said: bytes, reason: str) -> None:
    assert reason_for(Talker([said])) == reason


def test_over_tls_a_script_comes_too(trusted: Path) -> None:
    with talking(Talker([GOOD]), trusted) as talker:
        assert writer(talker.port, scheme="https", host="localhost").write(PRESET, None, "en").title == "Slower"


def test_over_tls_who_dribbles_is_late(trusted: Path) -> None:
    with talking(Talker([HEAD], pause=0.02, endless=b"X"), trusted) as talker:
        assert reason_of(writer(talker.port, SOON, "https", "localhost")) == "timeout"


def test_who_is_not_whom_we_meant_hears_no_key(tmp_path: Path) -> None:
    with talking(Talker([GOOD]), certificate_for("localhost", tmp_path)) as talker:
        assert reason_of(writer(talker.port, scheme="https", host="localhost")) == "tls"
    assert talker.requests == []


@pytest.mark.parametrize(("changes", "reason"), [
    ({"api_key": ""}, "no_key"),
    ({"api_key": f"{SECRET}\r\nX-More: 1"}, "bad_key"), ({"api_key": f"{SECRET}\u2019"}, "bad_key"),
    ({"base_url": ""}, "address"), ({"base_url": "ftp://127.0.0.1"}, "address"), ({"base_url": "http://"}, "address"),
    ({"base_url": "http://[::1"}, "address"), ({"base_url": "http://127.0.0.1:99999"}, "address"),
    ({"base_url": "http://" + "a" * 70 + ".test"}, "address"),
])  # fmt: skip
def test_what_cannot_be_asked_is_not(monkeypatch: pytest.MonkeyPatch, changes: dict[str, str], reason: str) -> None:
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("it connects"))
    usual: dict[str, Any] = {"base_url": "http://127.0.0.1:9", "api_key": SECRET, "model": "gpt-4o-mini"}
    assert reason_of(Writer(**(usual | changes))) == reason


def test_nobody_there_is_a_refused_connection() -> None:
    with silent_port() as listener:
        port = listener.getsockname()[1]
    assert reason_of(writer(port)) == "connection"


def test_the_second_address_is_tried_when_the_first_takes_no_call(monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo
    with talking(Talker([GOOD])) as talker:
        both = [
            *real("::1", talker.port, type=socket.SOCK_STREAM),
            *real("127.0.0.1", talker.port, type=socket.SOCK_STREAM),
        ]
        monkeypatch.setattr(
            socket,
            "getaddrinfo",
            lambda host, *rest, **options: both if host == "two.test" else real(host, *rest, **options),
        )
        assert writer(talker.port, host="two.test").write(PRESET, None, "en").title == "Slower"
