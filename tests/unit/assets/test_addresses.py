"""Which addresses a connection may go to, against the standard library's own idea of the public internet."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reprise.providers.assets import FetchRules
from reprise.providers.assets.guard import vet
from tests.unit.assets import urls

pytestmark = pytest.mark.unit
TABLE = vet("https://cdn1.suno.ai/a.mp3", FetchRules()).policy.denied_networks


def _public(address: IPv4Address | IPv6Address) -> bool:
    return not TABLE.classify(address).blocked


@pytest.mark.parametrize("text", [*urls.PRIVATE_V4, *urls.PRIVATE_V6, "169.254.100.1", "127.0.0.1"])
def test_special_addresses_are_denied(text: str) -> None:
    assert not _public(ip_address(text))


@pytest.mark.parametrize("text", urls.PUBLIC)
def test_public_addresses_are_allowed(text: str) -> None:
    assert _public(ip_address(text))


@settings(deadline=None)
@given(st.ip_addresses(v=4))
def test_of_ipv4_we_allow_nothing_that_the_library_does_not(address: IPv4Address) -> None:
    assert not _public(address) or (address.is_global and not address.is_multicast)


@settings(deadline=None)
@given(st.ip_addresses(v=4))
def test_of_ipv4_we_deny_nothing_ordinary(address: IPv4Address) -> None:
    special = address.is_multicast or address.is_reserved or not address.is_global
    # The internet's own plumbing, which serves no files; Python 3.11 calls some of it global.
    plumbing = str(address).startswith(("192.0.0.", "192.31.196.", "192.52.193.", "192.175.48.", "192.88.99."))
    assert _public(address) or special or plumbing


@settings(deadline=None)
@given(st.ip_addresses(v=6))
def test_of_ipv6_we_allow_global_unicast_only(address: IPv6Address) -> None:
    assert not _public(address) or (address.is_global and int(address) >> 125 == 1)


@settings(deadline=None)
@given(st.ip_addresses(v=4), st.sampled_from(["::", "::ffff:0:0", "64:ff9b::", "64:ff9b:1::"]))
def test_an_ipv4_address_inside_an_ipv6_one_is_denied_whatever_it_is(inner: IPv4Address, prefix: str) -> None:
    assert not _public(IPv6Address(int(IPv6Address(prefix)) + int(inner)))


@settings(deadline=None)
@given(st.ip_addresses(v=4))
def test_tunnels_are_denied(inner: IPv4Address) -> None:
    six_to_four = IPv6Address(0x2002 << 112 | int(inner) << 80 | 1)
    teredo = IPv6Address(0x20010000 << 96 | int(inner) << 64 | 0x0808_0808)
    assert not _public(six_to_four)
    assert not _public(teredo)
