"""Turns what was committed to the tracks table into copies, submissions, notifications and deletions."""

from __future__ import annotations

from typing import Any

from reprise.edge.batches import each_change
from reprise.edge.bootstrap.follow import Settings, build
from reprise.edge.function import Function
from reprise.usecases.following import Follower


def handle(follower: Follower, event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Handle a batch of the tracks table's stream."""
    return each_change(event, follower.for_batch().follow)


lambda_handler = Function(Settings, build, handle=handle)
