"""Receives the providers' webhooks, and again those that met a fault of ours or came too early."""

from __future__ import annotations

from typing import Any

from reprise.edge.bootstrap.callback import Settings
from reprise.edge.webhooks import receive

SETTINGS = Settings


def receive_again(event: dict[str, Any]) -> dict[str, Any]:
    """Handle a batch of the retry queue."""
    # Imported here: a provider that waits for its answer should not wait for this.
    from reprise.edge.redelivery import receive_again as again  # noqa: PLC0415

    return again(event)


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Response a webhook, or handle a batch of the retry queue."""
    return receive_again(event) if "Records" in event else receive(event)
