"""A reseller that says one thing, and what it was asked: Suno's own objects, with no network under them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from reprise.domain.events import Outcome, Report
from reprise.domain.operations import OPERATIONS
from reprise.domain.requests import Request
from reprise.domain.versions import Source
from reprise.providers.exchange import Allowance
from reprise.providers.exchange import Request as HttpRequest
from reprise.providers.provider import Order
from reprise.providers.suno import client
from reprise.providers.suno.provider import Suno

BASE = "https://reseller.example"
BACK = "https://api.example/v1/webhooks/suno?track=t&token=x"
BOTH = ("sunoapi", "kie")
SOURCE = Source(
    track_id="made", place=0, task_id="task-0", audio_id="audio-0", url="https://ours.example/a.mp3", model="V5",
    seconds=200.0, title="Old", tags="jazz", lyrics="old words",
)  # fmt: skip


@dataclass(slots=True)
class Reseller:
    """Answers every call with this; `asked` is what it was asked, `surprises` what Suno found odd about it."""

    status: int = 200
    body: bytes = b""
    asked: list[HttpRequest] = field(default_factory=list)
    surprises: list[str] = field(default_factory=list)

    def says(self, body: object, status: int = 200) -> Reseller:
        """From now on."""
        self.status, self.body = status, json.dumps(body).encode()
        return self

    @contextmanager
    def exchange(self, request: HttpRequest, _allowance: Allowance) -> Iterator[Any]:
        """Instead of the network."""
        self.asked.append(request)
        yield _Answer(self.status, self.body)

    def suno(self, dialect: str = "sunoapi") -> Suno:
        """The account at this reseller."""
        told = self.surprises
        return Suno(
            base_url=BASE, api_key="key", dialect=dialect, surprised=lambda _name, surprises: told.extend(surprises)
        )

    def sent(self, name: str, request: Request, dialect: str = "sunoapi", **source: Any) -> Outcome:
        """What becomes of an order."""
        sources = (replace(SOURCE, **source),)
        return self.suno(dialect).submit(Order(OPERATIONS[name], request, sources, "track", 1, BACK))

    def order(self, name: str, request: Request, dialect: str = "sunoapi", **source: Any) -> tuple[str, dict[str, Any]]:
        """Path and body of the one call that an order is."""
        self.says({"code": 200, "msg": "success", "data": {"taskId": "task-1"}}).sent(name, request, dialect, **source)
        (asked,) = self.asked
        assert asked.body is not None
        return asked.url.removeprefix(BASE), json.loads(asked.body)

    def told(self, name: str, dialect: str = "sunoapi") -> Report | None:
        """What it says of a task."""
        return self.suno(dialect).ask("task-1", OPERATIONS[name])


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    content: bytes

    def body(self) -> bytes:
        return self.content

    def header(self, _name: str) -> str:
        return ""


@pytest.fixture
def reseller(monkeypatch: pytest.MonkeyPatch) -> Reseller:
    """One that has said nothing yet."""
    made = Reseller()
    monkeypatch.setattr(client, "exchange", made.exchange)
    return made
