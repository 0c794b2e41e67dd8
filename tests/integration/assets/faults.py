"""What the server of lies can do to a request: each fault by name, by whether it passes with time."""

from __future__ import annotations

import asyncio
import gzip
import socket
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.integration.assets.stand import LIMIT, song


@dataclass(frozen=True)
class Visit:
    """One request being answered."""

    writer: asyncio.StreamWriter
    path: str
    number: int

    async def say(self, *parts: bytes, pause: float = 0.0) -> None:
        """Send parts, waiting after each."""
        for part in parts:
            self.writer.write(part)
            await self.writer.drain()
            await asyncio.sleep(pause)

    async def answer(self, body: bytes, *headers: bytes, status: bytes = b"200 OK", length: int | None = None) -> None:
        """A complete answer with a Content-Length, true unless another is given."""
        declared = b"Content-Length: %d" % (len(body) if length is None else length)
        await self.say(_head(status, declared, *headers) + body)

    async def chunked(self, *parts: bytes, end: bytes = b"0\r\n\r\n") -> None:
        """An answer in chunks."""
        chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)
        await self.say(_head(b"200 OK", b"Transfer-Encoding: chunked") + chunks + end)

    def reset(self) -> None:
        """Drop the connection with RST."""
        sock = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


def _head(status: bytes, *headers: bytes) -> bytes:
    lines = (b"HTTP/1.1 " + status, b"Content-Type: audio/mpeg", *headers)
    return b"\r\n".join(lines) + b"\r\n\r\n"


async def _truth(visit: Visit) -> None:
    await visit.answer(song(visit.number))


async def _truth_in_chunks(visit: Visit) -> None:
    body = song(visit.number)
    await visit.chunked(body[:700], body[700:703], body[703:])


async def _redirected(visit: Visit) -> None:
    await visit.answer(b"", b"Location: /truth/0/%d/song.mp3" % visit.number, status=b"302 Found")


async def _drip(visit: Visit) -> None:
    body = song(visit.number)
    parts = [body[at : at + 600] for at in range(0, len(body), 600)]
    await visit.say(_head(b"200 OK", b"Content-Length: %d" % len(body)), *parts, pause=0.005)


async def _cut(visit: Visit) -> None:
    whole = _head(b"200 OK", b"Content-Length: %d" % len(song(visit.number))) + song(visit.number)
    await visit.say(whole[: visit.number * 7919 % len(whole)])


async def _reset(visit: Visit) -> None:
    await _cut(visit)
    visit.reset()


async def _honestly_cut(visit: Visit) -> None:
    body = song(visit.number)
    await visit.answer(body[: 100 + visit.number * 7919 % (len(body) - 101)])


async def _cut_chunks(visit: Visit) -> None:
    await visit.chunked(song(visit.number)[:900], end=b"" if visit.number % 2 else b"fff\r\nabc")


async def _bad_chunks(visit: Visit) -> None:
    await visit.chunked(song(visit.number)[:900], end=b"zz\r\n")


async def _hole(visit: Visit) -> None:
    body = song(visit.number)
    await visit.answer(body[:800] + bytes(len(body) - 1000) + body[-200:])


async def _loris(visit: Visit) -> None:
    body = song(visit.number)
    drops = [body[at : at + 1] for at in range(len(body))]
    await visit.say(_head(b"200 OK", b"Content-Length: %d" % len(body)), *drops, pause=0.05)


async def _slow_headers(visit: Visit) -> None:
    await visit.say(b"HTTP/1.1 200 OK\r\n", *[b"X-A: b\r\n"] * 90, pause=0.05)


async def _continues(visit: Visit) -> None:
    await visit.say(*[b"HTTP/1.1 100 Continue\r\n\r\n"] * 200, pause=0.01)


async def _silent(_visit: Visit) -> None:
    await asyncio.sleep(2)


async def _unframed(visit: Visit) -> None:
    await visit.say(_head(b"200 OK") + song(visit.number))


async def _garbage(visit: Visit) -> None:
    await visit.say(b"\x16\x03\x01 no http at all\r\n\r\n")


async def _no_answer(visit: Visit) -> None:
    visit.writer.close()


async def _many_headers(visit: Visit) -> None:
    await visit.answer(song(visit.number), *[b"X-Flood-%d: 1" % n for n in range(500)])


async def _long_header(visit: Visit) -> None:
    await visit.answer(song(visit.number), b"X-Flood: " + b"a" * 100_000)


async def _oversized_unframed(visit: Visit) -> None:
    await visit.say(_head(b"200 OK"), song(visit.number) * 40)


async def _oversized_chunks(visit: Visit) -> None:
    await visit.chunked(*[song(visit.number)] * 40)


def _status(line: bytes) -> Callable[[Visit], Awaitable[None]]:
    async def answer(visit: Visit) -> None:
        await visit.answer(b"<html>sorry</html>", status=line)

    return answer


def _body(body: bytes, *headers: bytes) -> Callable[[Visit], Awaitable[None]]:
    async def answer(visit: Visit) -> None:
        await visit.answer(body, *headers)

    return answer


def _redirect(location: str) -> Callable[[Visit], Awaitable[None]]:
    async def answer(visit: Visit) -> None:
        await visit.answer(b"", b"Location: " + (location or visit.path).encode(), status=b"301 Moved Permanently")

    return answer


async def _oversized(visit: Visit) -> None:
    await visit.answer(b"", length=LIMIT + 1)


async def _longer(visit: Visit) -> None:
    await visit.answer(song(visit.number), length=len(song(visit.number)) - 50)


HONEST = {"truth": _truth, "chunks": _truth_in_chunks, "redirected": _redirected, "drip": _drip}
PASSING = {
    "empty": _body(b""),
    "empty_chunks": lambda visit: visit.chunked(),
    "cut": _cut,
    "reset": _reset,
    "honestly_cut": _honestly_cut,
    "cut_chunks": _cut_chunks,
    "bad_chunks": _bad_chunks,
    "longer": _longer,
    "hole": _hole,
    "loris": _loris,
    "slow_headers": _slow_headers,
    "continues": _continues,
    "silent": _silent,
    "unframed": _unframed,
    "garbage": _garbage,
    "no_answer": _no_answer,
    "many_headers": _many_headers,
    "long_header": _long_header,
    "oversized_unframed": _oversized_unframed,
    "500": _status(b"500 Oops"),
    "503": _status(b"503 Later"),
    "429": _status(b"429 Slow down"),
    "202": _status(b"202 Not yet"),
}
_BOMB = gzip.compress(bytes(10_000_000))
FINAL = {
    "html": _body(b"<!DOCTYPE html><html><body>Not found</body></html>"),
    "json": _body(b'{"code":404,"msg":"expired"}'),
    "s3_error": _body(b'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>'),
    "text": _body(b"None"),
    "image": _body(b"\xff\xd8\xff\xe0" + bytes(500) + b"\xff\xd9"),
    "gzip": _body(_BOMB, b"Content-Encoding: gzip"),
    "brotli": _body(b"\x8b\x02\x80", b"Content-Encoding: br"),
    "hidden_gzip": _body(_BOMB),
    "gzip_transfer": _body(_BOMB, b"Transfer-Encoding: gzip, chunked"),
    "oversized": _oversized,
    "oversized_chunks": _oversized_chunks,
    "loop": _redirect(""),
    "to_metadata": _redirect("http://169.254.169.254/latest/meta-data/"),
    "to_runtime": _redirect("http://127.0.0.1:9001/2018-06-01/runtime/invocation/next"),
    "to_file": _redirect("file:///etc/passwd"),
    "400": _status(b"400 No"),
    "403": _status(b"403 Expired"),
    "404": _status(b"404 Gone"),
    "410": _status(b"410 Gone"),
    "206": _status(b"206 Some of it"),
    "304": _status(b"304 As before"),
}
FAULTS: dict[str, Callable[[Visit], Awaitable[None]]] = {**HONEST, **PASSING, **FINAL}
