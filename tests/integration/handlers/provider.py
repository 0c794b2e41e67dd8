"""A provider that answers as it is told, and remembers what it was sent."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

Json = dict[str, Any]


@dataclass
class Told:
    """One answer to a create call."""

    body: Json | str | bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0.0
    """Seconds between two bytes; with them it never comes to its end, because it begins again."""

    def pieces(self) -> Iterable[bytes]:
        """What is said at a time: all of it, or byte by byte for ever."""
        body = json.dumps(self.body) if isinstance(self.body, dict) else self.body
        raw = body.encode() if isinstance(body, str) else body
        return (bytes([byte]) for byte in cycle(raw)) if self.pause else [raw]


@dataclass
class Provider:
    """What it was sent, and what it is to say; without a word from the test it takes everything."""

    base_url: str = ""
    creates: list[Json] = field(default_factory=list)
    authorizations: list[str | None] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    asked_at: list[str] = field(default_factory=list)
    answers: list[Told] = field(default_factory=list)
    records: dict[str, Json] = field(default_factory=dict)
    record_answers: list[Told] = field(default_factory=list)
    dribbles: Told | None = None
    """What is said to every question, if there is no end to it."""

    def create(self, request: Json, authorization: str | None) -> Told:
        """The answer to a create call."""
        self.creates.append(request)
        self.authorizations.append(authorization)
        task = {"taskId": f"task-{len(self.creates)}"}
        if request["path"].endswith("/style/generate"):
            task["result"] = "as you said, and more of it"
        return self.answers.pop(0) if self.answers else Told({"code": 200, "msg": "success", "data": task})

    def record(self, task_id: str) -> Told:
        """The answer to record-info."""
        self.asked.append(task_id)
        if self.dribbles:
            return self.dribbles
        if self.record_answers:
            return self.record_answers.pop(0)
        data = {"taskId": task_id, "status": "PENDING", **self.records.get(task_id, {})}
        return Told({"code": 200, "msg": "success", "data": data})

    def forget(self) -> None:
        """As if new."""
        for remembered in (
            self.creates,
            self.authorizations,
            self.asked,
            self.asked_at,
            self.answers,
            self.records,
            self.record_answers,
        ):
            remembered.clear()
        self.dribbles = None


class _Handler(BaseHTTPRequestHandler):
    provider: ClassVar[Provider]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self._say(self.provider.create({"path": self.path, **json.loads(body)}, self.headers["Authorization"]))

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        self.provider.asked_at.append(url.path)
        task_id = next(iter(parse_qs(url.query).values()), [""])[0]  # no task: what is left at the account
        self._say(self.provider.record(task_id))

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""

    def _say(self, told: Told) -> None:
        self.send_response(told.status)
        for name, value in told.headers.items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(OSError):  # who has heard enough hangs up
            for piece in told.pieces():
                self.wfile.write(piece)
                time.sleep(told.pause)


class _Server(ThreadingHTTPServer):
    request_queue_size = 128
    """With the usual five, a sweep's questions would wait a second for their connection."""


@contextmanager
def serving() -> Iterator[Provider]:
    """A provider on a port of its own."""
    provider = Provider()
    handler = type("Handler", (_Handler,), {"provider": provider})
    with _Server(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        provider.base_url = f"http://127.0.0.1:{server.server_port}"
        yield provider
        server.shutdown()
        thread.join()
