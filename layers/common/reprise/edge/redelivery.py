"""Deliveries out of the retry queue: those that met a fault of ours, and those whose task was not known yet."""

from __future__ import annotations

from typing import Any

from reprise.domain.webhooks import Delivery
from reprise.edge.batches import Inbox, Later, Message, each_message
from reprise.edge.bootstrap.callback import receiver, retries
from reprise.edge.webhooks import told
from reprise.usecases.receiving import Result


def receive_again(event: dict[str, Any]) -> dict[str, Any]:
    """Handle a batch of the retry queue."""
    return each_message(event, Inbox(Delivery, _again, retries))


def _again(message: Message[Delivery]) -> None:
    delivery = message.value
    receipt = receiver().receive(delivery)
    told(delivery, receipt)
    if receipt.result is Result.UNKNOWN and (seconds := receiver().retry_seconds(delivery)):
        raise Later(seconds)
