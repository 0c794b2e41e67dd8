"""Recordings that the provider fetches: here nothing is connected to, no name looked up."""

from __future__ import annotations

from reprise.domain.errors import FieldError
from reprise.domain.versions import Source

_WEB = ("http", "https")
_PRIVATE_NAMES = (".local", ".localhost", ".internal", ".intranet", ".lan", ".home.arpa", ".onion")
"""Names that only mean something inside somebody's network (RFC 6761, 6762, 8375, 9476)."""

LONGEST_RECORDING_SECONDS = 480
"""What both resellers take by now (providers, section 1.5)."""


def too_long_a_recording(source: Source) -> list[FieldError]:
    """What is wrong with a version that the provider shall fetch, as far as its length is known."""
    if (source.seconds or 0) <= LONGEST_RECORDING_SECONDS:
        return []
    return [FieldError("variantIndex", "recording_too_long", {"bound": LONGEST_RECORDING_SECONDS})]


def unreachable(address: str | None) -> list[FieldError]:
    """What is wrong with the address of a reference recording, as far as it can be seen."""
    if address is None or _is_public(address):
        return []
    return [FieldError("referenceAudioUrl", "web_address")]


def _is_public(address: str) -> bool:
    # Imported here: few requests have such an address, and all would wait for the import.
    from ssrfguard import Policy, SSRFGuardError  # noqa: PLC0415

    policy = Policy(allowed_schemes=frozenset(_WEB), allowed_ports=frozenset({80, 443}))
    try:
        target = policy.check_url(address)
    except SSRFGuardError:
        return False
    return target.address is not None or _is_public_name(target.host.rstrip(".").lower())


def _is_public_name(host: str) -> bool:
    _, dot, last = host.rpartition(".")
    is_number = last[:1].isdigit()  # as in `0x7f.1`, which browsers take for an address
    return bool(dot) and not is_number and not host.endswith(_PRIVATE_NAMES)
