"""Fetching: what each lie is called, where redirects may lead, and what is asked."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from reprise.domain.fetch_errors import FetchError, FetchFailed, FetchRefused
from reprise.providers.assets import FetchRules, fetch
from tests.integration.assets import campaign, faults, stand
from tests.integration.assets.scripted import Scripted, ok, scripted
from tests.unit.assets import nameserver

pytestmark = pytest.mark.integration
SLOW = {"too_slow", "timeout"}
REASONS: dict[str, set[str]] = {
    "empty": {"empty"},
    "empty_chunks": {"empty"},
    "cut": {"connection", "truncated"},
    "reset": {"connection"},
    "cut_chunks": {"connection"},
    "bad_chunks": {"connection"},
    "loris": SLOW,
    "slow_headers": SLOW,
    "continues": SLOW,
    "silent": SLOW,
    "unframed": {"unframed"},
    "oversized_unframed": {"unframed"},
    "garbage": {"connection"},
    "no_answer": {"connection"},
    "many_headers": {"connection"},
    "long_header": {"connection"},
    "500": {"status_500"},
    "503": {"status_503"},
    "429": {"status_429"},
    "202": {"status_202"},
    "gzip": {"encoded"},
    "brotli": {"encoded"},
    "gzip_transfer": {"encoded"},
    "oversized": {"too_large"},
    "oversized_chunks": {"too_large"},
    "loop": {"redirects"},
    "to_metadata": {"url"},
    "to_runtime": {"url"},
    "to_file": {"url"},
    "400": {"status_400"},
    "403": {"status_403"},
    "404": {"status_404"},
    "410": {"status_410"},
    "206": {"status_206"},
    "304": {"status_304"},
}
CONTENT = {"honestly_cut", "longer", "hole", "html", "json", "s3_error", "text", "image", "hidden_gzip"}


def _body(url: str, rules: FetchRules) -> bytes:
    with fetch(url, rules) as fetched:
        return b"".join(fetched.chunks)


def test_every_fault_is_accounted_for() -> None:
    assert set(REASONS) | CONTENT == set(faults.PASSING) | set(faults.FINAL)


@pytest.mark.parametrize("fault", REASONS)
def test_each_lie_has_its_reason(fault: str, liar_origin: str) -> None:
    for number in range(100, 105):
        with pytest.raises(FetchError) as error:
            _body(f"{liar_origin}/{fault}/99/{number}/song.mp3", campaign.rules(liar_origin))
        assert error.value.reason in REASONS[fault]
        assert isinstance(error.value, FetchRefused if fault in faults.FINAL else FetchFailed)


@pytest.mark.parametrize("manner", faults.HONEST)
def test_the_truth_arrives(manner: str, liar_origin: str) -> None:
    assert _body(f"{liar_origin}/{manner}/0/7/song.mp3", campaign.rules(liar_origin)) == stand.song(7)


def test_the_deadline_is_for_everything(liar_origin: str) -> None:
    rules = replace(campaign.rules(liar_origin), total_seconds=0.2, window_seconds=5)
    with pytest.raises(FetchFailed, match="deadline"):
        _body(f"{liar_origin}/loris/99/1/song.mp3", rules)


def test_redirects_are_followed_three_times_and_no_more() -> None:
    with scripted(ok(b"x")) as last, _chain(last, 3) as origins:
        rules = FetchRules(trusted_origins=tuple(origins))
        assert _body(origins[2] + "/a", rules) == b"x"
        with pytest.raises(FetchRefused, match="redirects"):
            _body(origins[3] + "/a", rules)


@contextmanager
def _chain(last: Scripted, length: int) -> Iterator[list[str]]:
    """Servers that each redirect to the one before; the first is `last`, the fifth is four hops away."""
    target = f"http://127.0.0.1:{last.port}"
    with scripted(_moved(target)) as one, scripted(b"") as two, scripted(b"") as three, scripted(b"") as four:
        origins = [f"http://127.0.0.1:{server.port}" for server in (one, two, three, four)]
        for server, to in zip((two, three, four), origins, strict=False):
            server.answer = _moved(to)
        yield [*origins, target]


def _moved(origin: str) -> bytes:
    return f"HTTP/1.1 302 Found\r\nLocation: {origin}/b\r\nContent-Length: 0\r\n\r\n".encode()


@pytest.mark.parametrize(
    "to", ["http://cdn1.suno.ai/a.mp3", "https://n7.evil.com/a.mp3", "https://[::1]/", "//n1.evil.com/", "gopher://x/"]
)
def test_a_redirect_is_checked_like_a_first_url(to: str) -> None:
    answer = f"HTTP/1.1 301 Moved\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode()
    with scripted(answer) as server:
        origin = f"http://127.0.0.1:{server.port}"
        rules = FetchRules(trusted_origins=(origin,))
        with pytest.raises(FetchRefused), fetch(origin + "/a", rules, _evil_resolver):
            pytest.fail("followed")
        assert len(server.requests) == 1


def test_a_name_server_that_never_answers_is_waited_for_no_longer_than_a_connection() -> None:
    """What holds the lookup is let go in the end, so that no thread is left behind."""
    asked = threading.Event()

    def silent(*_asked: object, **_options: object) -> list[nameserver.Row]:
        asked.wait(30)
        return []

    try:
        with (
            pytest.raises(FetchFailed, match="timeout"),
            fetch("https://files.example/a.mp3", replace(FetchRules(), connect_timeout=0.2), silent),
        ):
            pytest.fail("nothing was fetched")
    finally:
        asked.set()


def _evil_resolver(host: str | None, port: int | str | None, *args: object, **options: object) -> list[nameserver.Row]:
    if host == "127.0.0.1":
        return [nameserver.row(host, int(port or 0))]
    return nameserver.resolver(host, port)


def test_the_request_says_nothing_of_us(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password secret")
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with scripted(ok(b"x", "Set-Cookie: a=b")) as server:
        origin = f"http://127.0.0.1:{server.port}"
        assert _body(f"{origin}/a b?q=é", FetchRules(trusted_origins=(origin,))) == b"x"
    first, *headers = server.requests[0].decode().split("\r\n")[:-1]
    assert first == "GET /a%20b?q=%C3%A9 HTTP/1.1"
    assert {header.partition(":")[0] for header in headers} == {
        "Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"
    }  # fmt: skip
    assert "User-Agent: reprise" in headers
    assert "Accept-Encoding: identity" in headers


def test_a_socket_is_not_left_open(liar_origin: str) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    for number in range(20):
        with pytest.raises(FetchError):
            _body(f"{liar_origin}/cut/99/{number}/song.mp3", campaign.rules(liar_origin))
        _body(f"{liar_origin}/truth/0/{number}/song.mp3", campaign.rules(liar_origin))
    assert len(list(Path("/proc/self/fd").iterdir())) <= before + 2


def test_a_closed_port_is_worth_another_try() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        origin = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(FetchFailed, match="connection"):
            _body(origin + "/a", FetchRules(trusted_origins=(origin,)))
