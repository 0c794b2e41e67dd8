"""Counts what was committed to tracks, and shows admins the figures."""

from __future__ import annotations

from typing import Any

from reprise.edge.bootstrap.measure import Parts, Settings, build
from reprise.edge.function import Function
from reprise.edge.metrics_routes import ROUTES
from reprise.edge.windows import each_window


def handle(parts: Parts, event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Count a batch of the tracks' stream."""
    return each_window(event, parts.measurer.measure)


lambda_handler = Function(Settings, build, routes=ROUTES, handle=handle)
