"""Webhook signatures (contract, section 3). Raw bytes are verified before anything is parsed from them."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

TOLERANCE_SECONDS = 300

Secrets = Callable[[], tuple[str, ...]]
"""The secrets that count now; none where nothing is signed."""

_PREFIX = "whsec_"
_KEY_BYTES = range(24, 65)
"""What Standard Webhooks asks of a key."""

_SECONDS = re.compile(r"[0-9]+")


class SignatureError(StrEnum):
    """Why a callback is not believed."""

    MISSING = "missing_signature"
    INVALID = "invalid_signature"
    STALE = "stale_timestamp"


@dataclass(frozen=True, slots=True)
class Signed:
    """What a signature is judged by. Header names are in lower case; `task_id` is what the body claims."""

    headers: Mapping[str, str]
    body: bytes
    task_id: str


@dataclass(frozen=True, slots=True)
class _Scheme:
    signature_header: str
    timestamp_header: str | None
    message: Callable[[Signed], bytes]
    candidates: Callable[[str], Iterator[bytes]]
    key: Callable[[str], bytes]
    """Raises ValueError for what cannot be a secret."""


def secrets_of(scheme: str, text: str) -> tuple[str, ...]:
    """The secrets in a setting, separated by commas. Raises ValueError, which never quotes one."""
    secrets = tuple(filter(None, map(str.strip, text.split(","))))
    if text and not secrets:
        raise ValueError("there is no secret in it")
    list(map(SCHEMES[scheme].key, secrets))
    return secrets


def verify(scheme: str, secrets: tuple[str, ...], signed: Signed, now: datetime) -> SignatureError | None:
    """None when one of the live secrets made the signature, else why not."""
    rules = SCHEMES[scheme]
    if not _is_signed(rules, signed):
        return SignatureError.MISSING
    if not any(_matches(rules, secret, signed) for secret in secrets):
        return SignatureError.INVALID
    if not _is_fresh(rules, signed, now):
        return SignatureError.STALE
    return None


def _is_signed(rules: _Scheme, signed: Signed) -> bool:
    """Whether every header that the scheme needs is there."""
    needed = filter(None, (rules.signature_header, rules.timestamp_header))
    return all(map(signed.headers.get, needed))


def _matches(rules: _Scheme, secret: str, signed: Signed) -> bool:
    try:
        expected = hmac.new(rules.key(secret), rules.message(signed), hashlib.sha256).digest()
        given = list(rules.candidates(signed.headers[rules.signature_header]))
    except (ValueError, KeyError):
        return False
    # A list, not a generator: every candidate is compared, so timing does not tell which one was close.
    return True in [hmac.compare_digest(expected, candidate) for candidate in given]


def _is_fresh(rules: _Scheme, signed: Signed, now: datetime) -> bool:
    if rules.timestamp_header is None:
        return True
    stamp = signed.headers[rules.timestamp_header].strip()
    if not _SECONDS.fullmatch(stamp):
        return False
    return abs(now.timestamp() - float(stamp)) <= TOLERANCE_SECONDS


def _hex(value: str) -> Iterator[bytes]:
    yield binascii.unhexlify(value.strip().removeprefix("sha256="))


def _base64(value: str) -> Iterator[bytes]:
    yield base64.b64decode(value.strip(), validate=True)


def _listed(value: str) -> Iterator[bytes]:
    """Standard Webhooks: several signatures, each with its version; only v1 is an HMAC."""
    for part in value.split():
        version, _, signature = part.partition(",")
        if version == "v1":
            with suppress(ValueError):  # one that is malformed says nothing of the others
                yield from _base64(signature)


def _text_key(secret: str) -> bytes:
    if secret == _PREFIX or not secret.isprintable():
        raise ValueError("one of the secrets is empty or not printable")
    return secret.encode()


def _standard_key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except ValueError:
        raise ValueError("one of the secrets is not base64") from None
    if len(key) not in _KEY_BYTES:
        raise ValueError("one of the keys has less than 24 or more than 64 bytes")
    return key


def _dotted(*parts: str) -> bytes:
    return ".".join(parts).encode()


SCHEMES: dict[str, _Scheme] = {
    "body": _Scheme("x-suno-signature", None, lambda signed: signed.body, _hex, _text_key),
    "kie": _Scheme(
        "x-webhook-signature",
        "x-webhook-timestamp",
        lambda signed: _dotted(signed.task_id, signed.headers["x-webhook-timestamp"]),
        _base64,
        _text_key,
    ),
    "timestamped": _Scheme(
        "x-webhook-signature",
        "x-webhook-timestamp",
        lambda signed: _dotted(signed.headers["x-webhook-timestamp"], "") + signed.body,
        _hex,
        _text_key,
    ),
    "standard": _Scheme(
        "webhook-signature",
        "webhook-timestamp",
        lambda signed: _dotted(signed.headers["webhook-id"], signed.headers["webhook-timestamp"], "") + signed.body,
        _listed,
        _standard_key,
    ),
}

BODY_UNSIGNED = frozenset({"kie"})
"""Schemes that do not cover the body: what they alone prove is confirmed at the provider before it counts."""
