"""Hostile URLs: none is fetched, nobody is even called."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import ssrfguard

from reprise.domain.fetch_errors import FetchFailed, FetchRefused
from reprise.providers.assets import FetchRules, fetch
from reprise.providers.assets.guard import vet
from tests.unit.assets import nameserver, urls

RULES = FetchRules()
_connected: list[object] = []
_hooked = False


def _hook() -> None:
    """Audit hooks see every connection, whoever makes it, and can never be taken out: one for all tests."""
    global _hooked  # noqa: PLW0603
    if not _hooked:
        sys.addaudithook(lambda event, args: _connected.append(args[1]) if event == "socket.connect" else None)
        _hooked = True


@contextmanager
def no_connection() -> Iterator[None]:
    """Fails when anything in this process connects anywhere."""
    _hook()
    _connected.clear()
    yield
    assert not _connected


def test_there_are_more_than_300_hostile_urls_in_six_families() -> None:
    distinct = {url for family in urls.HOSTILE.values() for url in family}
    assert len(distinct) > 1000
    assert min(len(family) for family in urls.HOSTILE.values()) >= 10


@pytest.mark.unit
@pytest.mark.parametrize("family", urls.HOSTILE)
def test_no_hostile_url_is_fetched(family: str) -> None:
    with no_connection():
        for url in urls.HOSTILE[family]:
            with pytest.raises(FetchRefused) as refused, fetch(url, RULES, nameserver.resolver):
                pytest.fail(f"fetched {url!r}")
            assert refused.value.reason in {"url", "address"}, url


@pytest.mark.unit
@pytest.mark.parametrize("url", urls.GOOD)
def test_an_ordinary_url_passes_and_keeps_its_path(url: str) -> None:
    hop = vet(url, RULES)
    addresses = ssrfguard.resolve(hop.target, policy=hop.policy, resolver=nameserver.resolver)
    assert [str(address.ip) for address in addresses] == ["8.8.8.8"]
    assert hop.path.startswith(("/", "/?"))
    assert hop.path.isascii()


@pytest.mark.unit
@pytest.mark.parametrize("text", urls.PUBLIC)
def test_a_name_with_a_public_address_passes(text: str) -> None:
    hop = vet("https://cdn1.suno.ai/a.mp3", RULES)
    found = ssrfguard.resolve(hop.target, policy=hop.policy, resolver=lambda *_a, **_k: [nameserver.row(text, 443)])
    assert len(found) == 1


@pytest.mark.unit
def test_a_name_that_does_not_resolve_is_worth_another_try() -> None:
    def nowhere(*_args: object, **_options: object) -> list[nameserver.Row]:
        raise socket.gaierror(socket.EAI_AGAIN, "try again")

    with pytest.raises(FetchFailed, match="dns"), fetch(urls.GOOD[0], RULES, nowhere):
        pytest.fail("fetched")


@pytest.mark.unit
def test_a_refusal_says_nothing_of_the_url() -> None:
    url = "https://n1.evil.com/a.mp3?token=sesame"
    with pytest.raises(FetchRefused) as refused, fetch(url, RULES, nameserver.resolver):
        pytest.fail("fetched")
    assert str(refused.value) == "address"
    assert refused.value.__suppress_context__


class TestAllowedHosts:
    """The optional list of suffixes works at dots and on top of everything else."""

    RULES = FetchRules(allowed_hosts=("suno.ai", ".kie.ai", "*.aiquickdraw.com"))

    @pytest.mark.unit
    @pytest.mark.parametrize("host", ["suno.ai", "cdn1.suno.ai", "CDN1.Suno.AI", "m.kie.ai", "x.y.aiquickdraw.com"])
    def test_listed(self, host: str) -> None:
        assert vet(f"https://{host}/a.mp3", self.RULES).target.host == host.lower()

    @pytest.mark.unit
    @pytest.mark.parametrize("host", ["evilsuno.ai", "suno.ai.evil.com", "kie.aix", "n1.evil.com", "ai", "127.0.0.1"])
    def test_not_listed(self, host: str) -> None:
        with (
            no_connection(),
            pytest.raises(FetchRefused),
            fetch(f"https://{host}/a", self.RULES, nameserver.resolver),
        ):
            pytest.fail("fetched")


class TestTrustedOrigins:
    """An exact origin is exempt from https and from public addresses; what merely looks like it is not."""

    RULES = FetchRules(trusted_origins=("http://127.0.0.1:8700", "https://sim.test"))

    @pytest.mark.unit
    @pytest.mark.parametrize("url", ["http://127.0.0.1:8700/a", "HTTP://127.0.0.1:8700/a?b", "https://SIM.test:443/"])
    def test_trusted(self, url: str) -> None:
        assert vet(url, self.RULES).target.port in {8700, 443}

    @pytest.mark.unit
    @pytest.mark.parametrize(
        "url",
        [
            "http://127.0.0.1:8701/a",
            "http://127.0.0.1/a",
            "https://127.0.0.1:8700/a",
            "http://127.0.0.1:8700@evil.com/",
            "http://user@127.0.0.1:8700/a",
            "http://127.0.0.1:8700\\@evil.com/",
            "http://127.0.0.1:87000/a",
            "http://127.1:8700/a",
            "http://2130706433:8700/a",
            "http://localhost:8700/a",
            "http://sim.test/",
            "https://sim.test./",
            "https://sim.test.evil.com:8700/",
        ],
    )
    def test_not_trusted(self, url: str) -> None:
        with no_connection(), pytest.raises(FetchRefused), fetch(url, self.RULES, nameserver.resolver):
            pytest.fail("fetched")
