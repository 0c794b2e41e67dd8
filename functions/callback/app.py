"""Receives the providers' webhooks, and again those that met a fault of ours or came too early."""

from __future__ import annotations

from typing import Any

from reprise.edge.bootstrap.callback import Parts, Settings, build
from reprise.edge.function import Function
from reprise.edge.webhooks import ROUTES


def receive_again(parts: Parts, event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Handle a batch of the retry queue."""
    # Imported here: a provider that waits for its answer should not wait for this.
    from reprise.edge.redelivery import receive_again as again  # noqa: PLC0415

    return again(parts, event)


lambda_handler = Function(Settings, build, routes=ROUTES, handle=receive_again)
