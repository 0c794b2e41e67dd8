"""A connection goes to the address that was checked, and its certificate is checked for the name."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from reprise.domain.fetch_errors import FetchFailed, FetchRefused
from reprise.providers.assets import FetchRules, fetch
from tests.integration.assets.scripted import certificate_for, ok, scripted
from tests.unit.assets import nameserver, urls

pytestmark = pytest.mark.integration


class TestTls:
    """The connection goes to the address that was checked, the certificate is checked for the name."""

    @pytest.mark.parametrize(("certified", "works"), [("assets.test", True), ("other.test", False)])
    def test_the_name_is_verified(self, certified: str, works: bool, tmp_path: Path) -> None:
        pem = certificate_for(certified, tmp_path)
        with scripted(ok(b"song"), pem) as server:
            origin = f"https://assets.test:{server.port}"
            rules = FetchRules(trusted_origins=(origin,), ca_file=str(pem))
            with self._outcome(works), fetch(f"{origin}/a", rules, self._loopback) as fetched:
                assert b"".join(fetched.chunks) == b"song"
        assert server.names == ["assets.test"]

    def test_an_unknown_authority_is_not_believed(self, tmp_path: Path) -> None:
        with scripted(ok(b"song"), certificate_for("assets.test", tmp_path)) as server:
            origin = f"https://assets.test:{server.port}"
            rules = FetchRules(trusted_origins=(origin,))
            with pytest.raises(FetchFailed, match="tls"), fetch(f"{origin}/a", rules, self._loopback):
                pytest.fail("fetched")

    @staticmethod
    @contextmanager
    def _outcome(works: bool) -> Iterator[None]:
        if works:
            yield
            return
        with pytest.raises(FetchFailed, match="tls"):
            yield

    @staticmethod
    def _loopback(
        _host: str | None, port: int | str | None, *_args: object, **_options: object
    ) -> list[nameserver.Row]:
        return [nameserver.row("127.0.0.1", int(port or 0))]


@dataclass
class Rebinding:
    """A nameserver that says `first` once and `then` ever after."""

    first: str
    then: str
    asked: list[str | None] = field(default_factory=list)

    def __call__(
        self, host: str | None, port: int | str | None, *_args: object, **_options: object
    ) -> list[nameserver.Row]:
        """One answer."""
        self.asked.append(host)
        return [nameserver.row(self.first if len(self.asked) == 1 else self.then, int(port or 0))]


class Tripwire:
    """Sees every connection of this process and lets none happen while it is armed; audit hooks cannot be removed."""

    def __init__(self) -> None:
        self.armed = False
        self.targets: list[str] = []
        sys.addaudithook(self._see)

    def _see(self, event: str, args: tuple[object, ...]) -> None:
        if self.armed and event == "socket.connect":
            self.targets.append(str(args[1][0]))  # type: ignore[index]
            raise ConnectionRefusedError("the test lets nobody out")


@pytest.fixture(scope="module")
def tripwire() -> Tripwire:
    return Tripwire()


@pytest.mark.parametrize("then", [*urls.PRIVATE_V4[:12], "::1", "fd00:ec2::254", "::ffff:127.0.0.1"])
def test_a_name_is_looked_up_once_and_only_that_answer_is_connected_to(then: str, tripwire: Tripwire) -> None:
    nameserver = Rebinding("8.8.8.8", then)
    tripwire.targets.clear()
    tripwire.armed = True
    try:
        with (
            pytest.raises(FetchFailed, match="connection"),
            fetch("https://rebind.evil.com/a", FetchRules(), nameserver),
        ):
            pytest.fail("fetched")
        with pytest.raises(FetchRefused, match="address"), fetch("https://rebind.evil.com/a", FetchRules(), nameserver):
            pytest.fail("fetched")
    finally:
        tripwire.armed = False
    assert nameserver.asked == ["rebind.evil.com"] * 2
    assert tripwire.targets == ["8.8.8.8"]
