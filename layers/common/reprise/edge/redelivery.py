"""Deliveries out of the retry queue: those that met a fault of ours, and those whose task was not known yet."""

from __future__ import annotations

from typing import Any

from reprise.domain.delivery import Delivery
from reprise.edge.batches import Message, each_message
from reprise.edge.clock import utc_now
from reprise.edge.compose.callback import receiver, retries
from reprise.edge.webhooks import RETRY_SECONDS, told
from reprise.usecases.callbacks import Result

LONGEST_RETRY_SECONDS = 60.0


def receive_again(event: dict[str, Any]) -> dict[str, Any]:
    """Handle a batch of the retry queue."""
    return each_message(event, Delivery, _again)


def _again(message: Message[Delivery]) -> None:
    delivery = message.value
    receipt = receiver().again(delivery)
    told(delivery, receipt)
    if receipt.result is Result.UNKNOWN and not receiver().gives_up(delivery):
        age = (utc_now() - delivery.received_at).total_seconds()
        retries().send(delivery, min(LONGEST_RETRY_SECONDS, max(RETRY_SECONDS, age / 2)))
