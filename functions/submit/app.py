"""Sends queued generations inside the provider's quota, premium first."""

from __future__ import annotations

from typing import Any

from reprise.domain.jobs import WakeJob
from reprise.edge.batches import Inbox, Message, each_message
from reprise.edge.bootstrap.submit import Settings, pump, submissions
from reprise.edge.generation_answers import log_sent

SETTINGS = Settings


def wake(message: Message[WakeJob]) -> None:
    """Send whose turn it is at a gate."""
    for sent in pump().wake(message.value):
        log_sent(sent)


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Handle a batch of wake-ups."""
    return each_message(event, Inbox(WakeJob, wake, submissions))
