"""One request over one connection whose address is fixed before the request is made."""

from __future__ import annotations

import socket
import ssl
from contextlib import ExitStack
from functools import lru_cache, partial
from http.client import HTTPConnection, HTTPResponse
from typing import Any

from ssrfguard import Resolver, connect, resolve

from reprise.providers.assets.guard import Hop
from reprise.providers.assets.rules import FetchRules
from reprise.providers.assets.watchdog import Watchdog
from reprise.providers.timely import timely

# Nothing of the environment or of us: no proxy, cookie, credentials. http.client follows and decodes nothing.
_HEADERS = {"User-Agent": "reprise", "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}


class _Pinned(HTTPConnection):
    """Connects to the addresses that were checked; TLS still speaks to, and verifies, the name."""

    def __init__(self, hop: Hop, rules: FetchRules, watch: Watchdog, resolver: Resolver | None) -> None:
        super().__init__(hop.target.host, hop.target.port, timeout=rules.window_seconds)
        self.default_port = 443 if hop.target.scheme == "https" else 80
        self._hop, self._rules, self._watch = hop, rules, watch
        self._resolver = resolver or socket.getaddrinfo

    def connect(self) -> None:
        """Look the name up once, connect to one of the answers if all are allowed, and start TLS."""
        addresses = resolve(self._hop.target, policy=self._hop.policy, resolver=self._looked_up)
        sock = connect(addresses, policy=self._hop.policy, timeout=self._rules.connect_timeout)
        self.sock = sock
        self._watch.guard(sock)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self._hop.target.scheme == "https":
            self.sock = _tls(self._rules.ca_file).wrap_socket(sock, server_hostname=self._hop.target.host)
        self.sock.settimeout(self.timeout)

    def _looked_up(self, *asked: Any) -> Any:
        """A name server that never answers would hold a copy for good: no socket is open that could be shut down."""
        return timely(partial(self._resolver, *asked), self._rules.connect_timeout)


@lru_cache(maxsize=4)
def _tls(ca_file: str | None) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=ca_file)


def request(hop: Hop, rules: FetchRules, watch: Watchdog, resolver: Resolver | None, stack: ExitStack) -> HTTPResponse:
    """Ask for the hop's path; the answer is open until `stack` closes.

    http.client bounds the headers: a hundred, of 64 KiB each.
    """
    connection = _Pinned(hop, rules, watch, resolver)
    stack.callback(connection.close)
    connection.request("GET", hop.path, headers=_HEADERS)
    response = connection.getresponse()
    stack.callback(response.close)
    return response
