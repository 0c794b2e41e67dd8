"""Sends queued generations inside the provider's quota, premium first."""

from __future__ import annotations

from functools import partial
from typing import Any

from reprise.domain.jobs import WakeJob
from reprise.edge.batches import Inbox, Message, each_message
from reprise.edge.bootstrap.submit import Parts, Settings, build
from reprise.edge.function import Function
from reprise.edge.submissions import log_sent
from reprise.usecases.pumping import Pump


def handle(parts: Parts, event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Handle a batch of wake-ups."""
    return each_message(event, Inbox(WakeJob, partial(wake, parts.pump), parts.submissions))


def wake(pump: Pump, message: Message[WakeJob]) -> None:
    """Send whose turn it is at a gate."""
    for sent in pump.wake(message.value):
        log_sent(sent)


lambda_handler = Function(Settings, build, handle=handle)
