"""Fetches the songs that requests name, from this machine and from nowhere else, when the settings say so."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from .config import Json

_LIMIT = 100 * 1024 * 1024
_TIMEOUT = aiohttp.ClientTimeout(total=30)
_PIECE = 64 * 1024
_HEAD = 12
_STARTS = (b"ID3", b"RIFF", b"OggS", b"fLaC", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xf1")


class _ThisMachine(AbstractResolver):
    """Whatever the name, it is this machine: no name leads away from here."""

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_INET,  # noqa: ARG002 - it is IPv4
    ) -> list[ResolveResult]:
        place = ResolveResult(
            hostname=host, host="127.0.0.1", port=port, family=socket.AF_INET, proto=0, flags=socket.AI_NUMERICHOST
        )
        return [place]

    async def close(self) -> None:
        """There is nothing to give back."""


def is_here(url: str) -> bool:
    """Whether the address is of this machine: `localhost`, a name below it, or a loopback number."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


async def fetched(url: str) -> Json:
    """What came of fetching: `ok`, status, bytes and type; of an address elsewhere nothing is asked."""
    if not is_here(url):
        return {"host": urlsplit(url).hostname, "ok": True, "skipped": True}
    connector = aiohttp.TCPConnector(resolver=_ThisMachine())
    shown: Json = {"host": urlsplit(url).hostname, "ok": False, "status": None}
    try:
        async with (
            aiohttp.ClientSession(connector=connector, timeout=_TIMEOUT) as session,
            session.get(url, allow_redirects=False) as answer,
        ):
            return shown | {"status": answer.status} | await _read(answer)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        return shown | {"error": type(error).__name__}


async def _read(answer: aiohttp.ClientResponse) -> Json:
    head, size = b"", 0
    async for piece in answer.content.iter_chunked(_PIECE):
        head, size = (head + piece)[:_HEAD], size + len(piece)
        if size > _LIMIT:
            break
    is_song = head.startswith(_STARTS) or head[4:8] == b"ftyp"
    is_good = answer.status == 200 and is_song and size <= _LIMIT
    return {"ok": is_good, "bytes": size, "contentType": answer.content_type}
