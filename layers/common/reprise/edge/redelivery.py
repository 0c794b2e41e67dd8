"""Deliveries out of the retry queue: those that met a fault of ours, and those whose task was not known yet."""

from __future__ import annotations

from functools import partial
from typing import Any

from reprise.domain.webhooks import Delivery
from reprise.edge.batches import Inbox, Later, Message, each_message
from reprise.edge.bootstrap.callback import Parts
from reprise.edge.webhooks import told
from reprise.usecases.receiving import Receiver


def receive_again(parts: Parts, event: dict[str, Any]) -> dict[str, Any]:
    """Handle a batch of the retry queue."""
    return each_message(event, Inbox(Delivery, partial(_again, parts.receiver), parts.receiver.retries))


def _again(receiver: Receiver, message: Message[Delivery]) -> None:
    receipt = receiver.handle(message.value)
    told(message.value, receipt)
    if receipt.look_again:
        raise Later(receipt.look_again.total_seconds())
