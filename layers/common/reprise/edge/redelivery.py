"""Deliveries out of the retry queue: those that met a fault of ours, and those whose task was not known yet."""

from __future__ import annotations

from typing import Any

from reprise.domain.webhooks import Delivery
from reprise.edge.batches import Inbox, Later, Message, each_message
from reprise.edge.bootstrap.callback import receiver
from reprise.edge.webhooks import told


def receive_again(event: dict[str, Any]) -> dict[str, Any]:
    """Handle a batch of the retry queue."""
    return each_message(event, Inbox(Delivery, _again, lambda: receiver().retries))


def _again(message: Message[Delivery]) -> None:
    receipt = receiver().handle(message.value)
    told(message.value, receipt)
    if receipt.look_again:
        raise Later(receipt.look_again.total_seconds())
