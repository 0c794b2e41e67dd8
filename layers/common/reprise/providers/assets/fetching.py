"""Fetches a file from an address that somebody else chose."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from urllib.parse import urljoin

from ssrfguard import BlockedAddressError, Resolver, SSRFGuardError

from reprise.domain.fetch_errors import FetchError, FetchFailed, FetchRefused
from reprise.providers.assets.connection import request
from reprise.providers.assets.guard import vet
from reprise.providers.assets.rules import FetchRules
from reprise.providers.assets.watchdog import Watchdog

_CHUNK = 262_144
_OK = 200
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# What the server says may be different in a minute; every other answer below 500 that is no 200 is final.
_PASSING = frozenset({202, 204, 408, 423, 425, 429})
_SERVER_ERRORS = 500
_KNOWN: tuple[tuple[type[Exception], type[FetchError], str], ...] = (
    (BlockedAddressError, FetchRefused, "address"),
    (SSRFGuardError, FetchRefused, "url"),
    (socket.gaierror, FetchFailed, "dns"),
    (TimeoutError, FetchFailed, "timeout"),
    (ssl.SSLError, FetchFailed, "tls"),
    (HTTPException, FetchFailed, "connection"),
    (OSError, FetchFailed, "connection"),
    (ValueError, FetchRefused, "url"),
)
_FOREIGN = tuple(kind for kind, _, _ in _KNOWN)


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer under way. Its claims are no more than that; `chunks` raises when the body breaks one."""

    content_type: str
    declared_length: int | None
    chunks: Iterator[bytes]


@contextmanager
def fetch(url: str, rules: FetchRules, resolver: Resolver | None = None) -> Iterator[Fetched]:
    """Open a URL by the rules; every fault is a FetchRefused or a FetchFailed.

    `resolver` stands in for socket.getaddrinfo.
    """
    with ExitStack() as stack:
        watch = stack.enter_context(Watchdog(rules))
        with _in_our_words(watch):
            response = _follow(url, rules, watch, resolver, stack)
        content_type = response.headers.get_content_type()
        yield Fetched(content_type, response.length, _chunks(response, rules, watch))


def _follow(url: str, rules: FetchRules, watch: Watchdog, resolver: Resolver | None, stack: ExitStack) -> HTTPResponse:
    for _ in range(rules.max_redirects + 1):
        response = request(vet(url, rules), rules, watch, resolver, stack)
        if response.status not in _REDIRECTS:
            return _accepted(response, rules)
        url = urljoin(url, response.getheader("Location") or "")
    raise FetchRefused("redirects")


def _accepted(response: HTTPResponse, rules: FetchRules) -> HTTPResponse:
    if response.status != _OK:
        raise _unwanted(response.status)
    if _encoded(response):
        raise FetchRefused("encoded")
    if _unframed(response):
        raise FetchFailed("unframed")
    announced = response.length or 0
    if announced > rules.max_bytes:
        raise FetchRefused("too_large")
    return response


def _unwanted(status: int) -> FetchError:
    is_passing = status in _PASSING or status >= _SERVER_ERRORS
    kind = FetchFailed if is_passing else FetchRefused
    return kind(f"status_{status}")


def _unframed(response: HTTPResponse) -> bool:
    """Whether the body ends where the connection ends. A cut would look the same."""
    return response.length is None and not response.chunked


def _encoded(response: HTTPResponse) -> bool:
    content = response.getheader("Content-Encoding", "identity").strip().lower()
    transfer = response.getheader("Transfer-Encoding", "chunked").strip().lower()
    return content not in {"", "identity"} or transfer != "chunked"


def _chunks(response: HTTPResponse, rules: FetchRules, watch: Watchdog) -> Iterator[bytes]:
    declared = response.length
    with _in_our_words(watch):
        while chunk := response.read1(_CHUNK):
            watch.received += len(chunk)
            watch.check()
            if watch.received > rules.max_bytes:
                raise FetchRefused("too_large")
            yield chunk
        watch.check()
        _check_length(watch.received, declared)


def _check_length(received: int, declared: int | None) -> None:
    if not received:
        raise FetchFailed("empty")
    if declared not in {None, received}:
        raise FetchFailed("truncated")


@contextmanager
def _in_our_words(watch: Watchdog) -> Iterator[None]:
    """Turn what the libraries raise into a reason, `from None`: their messages quote the URL."""
    try:
        yield
    except FetchError:
        watch.check()
        raise
    except _FOREIGN as error:
        watch.check()
        raise _in_our_word(error) from None


def _in_our_word(error: Exception) -> FetchError:
    return next(word(reason) for kind, word, reason in _KNOWN if isinstance(error, kind))
