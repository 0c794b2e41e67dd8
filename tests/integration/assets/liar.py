"""A server of lies: `python -m tests.integration.assets.liar <port>`.

`/<fault>/<times>/<number>/song.mp3` commits the fault for the first `times` requests of that path and tells
the truth, song number `number`, from then on.
"""

from __future__ import annotations

import asyncio
import sys
from collections import Counter

from tests.integration.assets.faults import FAULTS, HONEST, Visit


class Liar:
    """Answers connections, one request each, counting how often each path was asked for."""

    def __init__(self) -> None:
        self._asked: Counter[str] = Counter()

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request; whatever becomes of the connection is the client's business."""
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            await self._answer(head.split()[1].decode(), writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()

    async def _answer(self, path: str, writer: asyncio.StreamWriter) -> None:
        _, fault, times, number, _ = path.split("/")
        self._asked[path] += 1
        lies = self._asked[path] <= int(times) or fault in HONEST
        await FAULTS[fault if lies else "truth"](Visit(writer, path, int(number)))


async def _serve(port: int) -> None:
    server = await asyncio.start_server(Liar(), "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
