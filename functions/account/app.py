"""Credits, ledger and notifications of a user; grants and plans for admins."""

from __future__ import annotations

from typing import Any

from reprise.edge import counter
from reprise.edge.compose.account import Settings
from reprise.edge.http import serve

SETTINGS = Settings


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Answer an HTTP API event."""
    return serve(counter.ROUTES, event)
