"""Two other libraries are asked what they think of every hostile URL; where they are milder, we know why."""

from __future__ import annotations

import importlib
import socket
from types import SimpleNamespace

import pytest
import requests
import ssrfguard
from urllib3.util import parse_url

from tests.unit.assets import nameserver, urls

hardened = importlib.import_module("requests_hardened.ip_filter")  # it comes without types


def _ssrfguard_refuses(url: str) -> bool:
    """What ssrfguard says as it comes, with a policy that allows what a default one allows."""
    policy = ssrfguard.Policy()
    try:
        ssrfguard.resolve(policy.check_url(url), policy=policy, resolver=nameserver.resolver)
    except (ssrfguard.SSRFGuardError, OSError, ValueError):
        return True
    return False


def _hardened_refuses(url: str) -> bool:
    """What requests-hardened says: requests reads the URL, the filter looks the host up."""
    try:
        prepared = requests.Request("GET", url).prepare().url or ""
        parts = parse_url(prepared)
        requests.Session().get_adapter(prepared)
        host = (parts.host or "").strip("[]")
        hardened.filter_host(host, parts.port or 443, allow_loopback=False)
    except (requests.RequestException, OSError, ValueError):
        return True
    return False


@pytest.fixture
def _their_resolver(monkeypatch: pytest.MonkeyPatch) -> None:
    """requests-hardened takes no resolver, so it gets a socket module that has ours."""
    names = ("AF_INET", "AF_INET6", "SOCK_STREAM", "gaierror", "timeout")
    fake = SimpleNamespace(getaddrinfo=nameserver.resolver, **{name: getattr(socket, name) for name in names})
    monkeypatch.setattr(hardened, "socket", fake)


# Why we refuse what an oracle lets through. Nothing else may differ, and nothing that it refuses passes here.
STRICTER = {
    "ssrfguard": {
        "literal": "unallocated IPv6 and ORCHIDv2 identifiers",
        "scheme": "plain http, allowed by default",
        "port": "80, allowed by default",
        "odd": "fragments, a backslash in the path, a trailing dot, IDNA, public addresses, numeric labels",
        "named": "unallocated IPv6 and ORCHIDv2 identifiers",
    },
    "requests-hardened": {
        "literal": "IPv4-compatible ::/96, 100:0:0:1::/64, site-local and unallocated IPv6",
        "scheme": "plain http",
        "port": "every port",
        "userinfo": "credentials in the URL",
        "odd": "what requests repairs or sends as it is: control characters, fragments, IDNA, numeric labels",
        "named": "only the first address of an answer is looked at, and connected to; blocks as above",
    },
}


@pytest.mark.unit
@pytest.mark.usefixtures("_their_resolver")
@pytest.mark.parametrize(
    ("name", "refuses"), [("ssrfguard", _ssrfguard_refuses), ("requests-hardened", _hardened_refuses)]
)
def test_the_oracles_differ_only_where_we_know_why(name: str, refuses: object) -> None:
    assert callable(refuses)
    differ = {family for family, members in urls.HOSTILE.items() if not all(map(refuses, members))}
    assert differ == set(STRICTER[name])
    assert not any(refuses(url) for url in urls.GOOD if url.isascii())
