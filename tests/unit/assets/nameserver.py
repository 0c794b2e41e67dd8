"""A nameserver in the wild, as a stand-in for socket.getaddrinfo."""

from __future__ import annotations

import socket
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from typing import Any

from tests.unit.assets.urls import NAMED, PUBLIC

Row = tuple[int, int, int, str, tuple[Any, ...]]


def row(text: str, port: int) -> Row:
    """One line of getaddrinfo's answer."""
    address = ip_address(text)
    if isinstance(address, IPv6Address):
        return socket.AF_INET6, socket.SOCK_STREAM, 6, "", (text, port, 0, 0)
    return socket.AF_INET, socket.SOCK_STREAM, 6, "", (text, port)


def resolver(host: str | None, port: int | str | None, *_args: object, **_options: object) -> list[Row]:
    """What a nameserver in the wild would say: addresses are read as generously as glibc reads them."""
    name = str(host)
    if name.rstrip(".").lower() in NAMED:
        return [row(text, int(port or 0)) for text in NAMED[name.rstrip(".").lower()]]
    literal = _generously(name)
    return [row(literal or PUBLIC[0], int(port or 0))]


def _generously(name: str) -> str | None:
    readings: tuple[Callable[[str], str], ...] = (
        lambda text: socket.inet_ntoa(socket.inet_aton(text)),
        lambda text: str(ip_address(text.partition("%")[0])),
    )
    for reading in readings:
        try:
            return reading(name.rstrip("."))
        except (OSError, ValueError):
            continue
    return "127.0.0.1" if "localhost" in name.lower() or name == "metadata" else None
