"""Credits, ledger and notifications of a user; grants and plans for admins."""

from __future__ import annotations

from typing import Any

from reprise.edge import account_routes
from reprise.edge.bootstrap.account import Settings
from reprise.edge.http import serve

SETTINGS = Settings


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Response an HTTP API event."""
    return serve(account_routes.ROUTES, event)
