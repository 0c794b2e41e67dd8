"""Asks about tasks of providers that do not call back, again and again, and about what a callback has not proved."""

from __future__ import annotations

from typing import Any

from reprise.domain.jobs import AskJob
from reprise.edge.batches import Inbox, Message, each_message
from reprise.edge.bootstrap.ask import Parts, Settings, build
from reprise.edge.function import Function
from reprise.edge.logging import log


def handle(parts: Parts, event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Handle a batch of questions."""

    def ask(message: Message[AskJob]) -> None:
        asked = parts.poller.poll(message.value)
        if asked:
            log("asked", track_id=asked.track_id, attempt=asked.attempts, status=asked.status)

    return each_message(event, Inbox(AskJob, ask, parts.asks))


lambda_handler = Function(Settings, build, handle=handle)
