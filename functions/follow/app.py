"""Turns what was committed to tracks and runs into copies, submissions, executions, notifications and deletions."""

from __future__ import annotations

from typing import Any

from reprise.edge.batches import each_change
from reprise.edge.bootstrap.follow import Parts, Settings, build
from reprise.edge.function import Function


def handle(parts: Parts, event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Handle a batch of one of the tables' streams."""
    return each_change(event, parts.tracks.for_batch().follow, parts.runs.follow)


lambda_handler = Function(Settings, build, handle=handle)
