"""The steps of a run: what its state machine asks for, one call each."""

from __future__ import annotations

from typing import Any

from reprise.edge.bootstrap.runner import Settings, build
from reprise.edge.function import Function


def handle(_parts: Settings, event: dict[str, Any], _context: object) -> None:
    """Refuse a step: nobody can start a run yet."""
    raise NotImplementedError(event["step"])


lambda_handler = Function(Settings, build, handle=handle)
