"""Which URLs may be fetched at all, and to which address a connection may go.

The address rules and the pinning are ssrfguard's: `resolve` looks a name up once and checks every answer,
`connect` takes addresses and has no name to look up again. What is added here is stricter than its defaults.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from ipaddress import ip_network
from urllib.parse import SplitResult, quote, urlsplit

from ssrfguard import DEFAULT_DENIED, AddressTable, Block, Policy, Reach, Target

from reprise.domain.fetch_errors import FetchRefused
from reprise.providers.assets.rules import FetchRules

_PORTS = {"http": 80, "https": 443}
# Space and everything beyond ASCII is sent percent-encoded, as browsers do; in a host that makes no name.
_KEPT = "".join(map(chr, range(0x21, 0x7F)))
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f\\#]")
# A name with a dot whose last label is letters: no address in any spelling, no `localhost`, no trailing dot.
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"(?:{_LABEL}\.)+(?:[a-z]{{2,63}}|xn--[a-z0-9-]{{1,58}}[a-z0-9])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hop:
    """One place to ask: where to connect, under which policy, and what to ask for."""

    target: Target
    policy: Policy
    path: str


def vet(url: str, rules: FetchRules) -> Hop:
    """The hop that a URL means, or FetchRefused / an SSRFGuardError when we do not go there."""
    if _FORBIDDEN.search(url):
        raise FetchRefused("url")
    clean = quote(url, safe=_KEPT)
    parts = _split(clean)
    policy = _policy_for(parts, rules)
    path = parts.path or "/"
    if parts.query:
        path = f"{path}?{parts.query}"
    return Hop(policy.check_url(clean), policy, path)


def _policy_for(parts: SplitResult, rules: FetchRules) -> Policy:
    origin = _origin(parts)
    if origin in _trusted(rules.trusted_origins):
        return _trusted_policy(origin[2])
    if not _NAME.fullmatch(origin[1]):
        raise FetchRefused("url")
    return _public_policy(rules.allowed_hosts)


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        raise FetchRefused("url") from None


def _origin(parts: SplitResult) -> tuple[str, str, int]:
    try:
        port = parts.port
    except ValueError:
        raise FetchRefused("url") from None
    return parts.scheme, parts.hostname or "", port or _PORTS.get(parts.scheme, 0)


@lru_cache(maxsize=8)
def _trusted(origins: tuple[str, ...]) -> frozenset[tuple[str, str, int]]:
    return frozenset(_origin(_split(origin)) for origin in origins)


@lru_cache(maxsize=8)
def _public_policy(hosts: tuple[str, ...]) -> Policy:
    return Policy(
        allowed_schemes=frozenset({"https"}),
        allowed_ports=frozenset({443}),
        allowed_hosts=frozenset(prefix + host.lstrip("*.") for host in hosts for prefix in ("", "*.")),
        denied_networks=_only_public(),
        max_connection_attempts=2,
    )


@lru_cache(maxsize=8)
def _trusted_policy(port: int) -> Policy:
    everywhere = (ip_network("0.0.0.0/0"), ip_network("::/0"))
    return Policy(allowed_ports=frozenset({port}), allowed_networks=everywhere, max_connection_attempts=2)


@cache
def _only_public() -> AddressTable:
    """Special-purpose blocks are denied, also those that carry an IPv4 address; of IPv6, 2000::/3 is left."""
    special = [replace(block, reach=Reach.DENIED) for block in DEFAULT_DENIED.blocks]
    rest = Block(ip_network("::/0"), "Not global unicast", "RFC4291", Reach.DENIED)
    unicast = Block(ip_network("2000::/3"), "Global Unicast", "RFC4291", Reach.PERMITTED)
    return AddressTable((*special, rest, unicast))
