"""Shows, prefers and deletes a user's tracks; answers health and unknown routes."""

from __future__ import annotations

from typing import Any

from reprise.edge import track_routes
from reprise.edge.bootstrap.library import Settings
from reprise.edge.http import serve

SETTINGS = Settings


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Response an HTTP API event."""
    return serve(track_routes.ROUTES, event)
