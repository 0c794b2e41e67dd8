"""The connection to a provider: its deadline, its bounds, and what is known of a call that brought no answer."""

from __future__ import annotations

import gzip
import socket
import threading
import traceback
from pathlib import Path
from typing import Any

import pytest

from reprise.domain.events import Accepted, AnswerLost, Deferred, Outcome, Refused
from reprise.domain.operations import TRACK
from reprise.domain.requests import Song
from reprise.domain.track import Failure
from reprise.providers.provider import Order, Unanswered
from reprise.providers.suno import client
from reprise.providers.suno.provider import Suno
from tests.integration.assets.scripted import certificate_for, ok

from .talker import Talker, silent_port, talking

SECRET = "sk-secret"  # none
HEAD = b"HTTP/1.1 200 OK\r\n"
GOOD = ok(b'{"code": 200, "data": {"taskId": "task-1"}}')
ORDER = Order(TRACK, Song(prompt="rain"), (), "t", 1, "https://api.example/v1/webhooks/suno?track=t&token=t")

DRIBBLERS = {
    "silent": lambda: Talker([HEAD], pause=60),
    "status": lambda: Talker([], pause=0.02, endless=b"H"),
    "headers": lambda: Talker([HEAD], pause=0.02, endless=b"X-Wait: a bit\r\n"),
    "continues": lambda: Talker([], pause=0.02, endless=b"HTTP/1.1 100 Continue\r\n\r\n"),
    "body": lambda: Talker([HEAD, b"Content-Length: 60000\r\n\r\n"], pause=0.02, endless=b"{"),
    "chunks": lambda: Talker([HEAD, b"Transfer-Encoding: chunked\r\n\r\n"], pause=0.02, endless=b"1\r\n \r\n"),
    "unframed": lambda: Talker([HEAD, b"\r\n"], pause=0.02, endless=b" "),
}
FLOODS = {
    "framed": lambda: Talker([ok(b" " * 1_100_000)]),
    "unframed": lambda: Talker([HEAD, b"\r\n"], endless=b" " * 10_000),
    "announced": lambda: Talker([HEAD, b"Content-Length: 999999999999999\r\n\r\n"], endless=b" " * 10_000),
    "chunk": lambda: Talker([HEAD, b"Transfer-Encoding: chunked\r\n\r\n", b"FFFFFFFFFFFF\r\n"], endless=b" " * 10_000),
    "headers": lambda: Talker([HEAD, *[b"X-Long: " + b"x" * 60_000 + b"\r\n"] * 20], endless=b" "),
}


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has a third of a second is late sooner."""
    monkeypatch.setattr(client, "CREATE_SECONDS", 0.3)
    monkeypatch.setattr(client, "ASK_SECONDS", 0.3)


def suno(port: int, scheme: str = "http", host: str = "127.0.0.1", **others: Any) -> Suno:
    return Suno(**({"base_url": f"{scheme}://{host}:{port}", "api_key": SECRET} | others))


def unanswered(one: Suno) -> Unanswered:
    with pytest.raises(Unanswered) as caught:
        one.ask("task-1", TRACK)
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    return caught.value


def sent(talker: Talker) -> Outcome:
    """What becomes of a create call when this is said."""
    with talking(talker):
        outcome = suno(talker.port).submit(ORDER)
    assert len(talker.requests) == 1
    return outcome


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("kind", DRIBBLERS)
def test_who_dribbles_is_late_and_nobody_knows_what_was_taken(kind: str) -> None:
    assert sent(DRIBBLERS[kind]()) == AnswerLost(1)


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("kind", DRIBBLERS)
def test_who_is_asked_and_dribbles_does_not_answer(kind: str) -> None:
    with talking(DRIBBLERS[kind]()) as talker:
        assert unanswered(suno(talker.port)).reason == "timeout"


@pytest.mark.parametrize("kind", FLOODS)
def test_no_more_than_a_mebibyte_is_read(kind: str) -> None:
    assert sent(FLOODS[kind]()) == AnswerLost(1)
    with talking(FLOODS[kind]()) as talker:
        assert unanswered(suno(talker.port)).reason == "too_large"


def test_nothing_is_asked_for_packed_and_nothing_is_unpacked() -> None:
    packed = gzip.compress(GOOD.partition(b"\r\n\r\n")[2])
    talker = Talker([ok(packed, "Content-Encoding: gzip", "Content-Type: application/json")])
    assert sent(talker) == AnswerLost(1)
    assert b"Accept-Encoding: identity\r\n" in talker.requests[0]


def test_who_takes_the_call_and_breaks_off_may_have_taken_it() -> None:
    assert sent(Talker([])) == AnswerLost(1)
    assert sent(Talker([HEAD + b"Content-Length: 50\r\n\r\n{"])) == AnswerLost(1)


def test_a_redirect_is_not_followed_and_tells_nothing() -> None:
    moved = b"HTTP/1.1 307 Temporary Redirect\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"
    assert sent(Talker([moved])) == AnswerLost(1)


def test_the_key_goes_to_the_provider_and_no_proxy_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    talker = Talker([GOOD])
    assert sent(talker) == Accepted(1, "task-1")
    assert f"Authorization: Bearer {SECRET}\r\n".encode() in talker.requests[0]


class TestSurelyNotSent:
    """No byte of the request has left, so that it may be sent again."""

    def test_nobody_is_there(self) -> None:
        with silent_port() as listener:
            port = listener.getsockname()[1]
        assert suno(port).submit(ORDER) == Deferred(1)
        assert unanswered(suno(port)).reason == "connection"

    def test_nobody_has_the_name(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def unknown(*_args: object, **_options: object) -> None:
            raise socket.gaierror(socket.EAI_NONAME, "not known")

        monkeypatch.setattr(socket, "getaddrinfo", unknown)
        assert suno(80, host="nobody.test").submit(ORDER) == Deferred(1)

    @pytest.mark.usefixtures("hurried")
    def test_the_name_is_looked_up_for_too_long(self, monkeypatch: pytest.MonkeyPatch) -> None:
        release = threading.Event()
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: [release.wait(60)][:0])
        assert suno(80, host="slow.test").submit(ORDER) == Deferred(1)
        release.set()

    def test_connecting_takes_too_long(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def late(*_args: object, **_options: object) -> None:
            raise TimeoutError

        monkeypatch.setattr(socket, "create_connection", late)
        assert suno(80).submit(ORDER) == Deferred(1)

    @pytest.mark.usefixtures("hurried")
    def test_a_handshake_never_ends(self) -> None:
        with silent_port() as listener:
            assert suno(listener.getsockname()[1], "https").submit(ORDER) == Deferred(1)

    def test_it_is_not_whom_we_meant(self, tmp_path: Path) -> None:
        with talking(Talker([GOOD]), certificate_for("localhost", tmp_path)) as talker:
            assert suno(talker.port, "https", "localhost").submit(ORDER) == Deferred(1)
        assert talker.requests == []


@pytest.mark.parametrize("key", ["", "sk\r\nX-More: 1", "sk\u2019"])
def test_without_a_key_that_can_be_sent_the_operator_must_act(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("it connects"))
    assert suno(9, api_key=key).submit(ORDER) == Refused(1, Failure("provider_unavailable"))
    assert unanswered(suno(9, api_key=key)).stopped
