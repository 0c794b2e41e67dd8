"""Starts a generation: `POST /v1/tracks`."""

from __future__ import annotations

from typing import Any

from reprise.edge.compose.generate import Settings, accounts, generator
from reprise.edge.http import Answer, Call, serve
from reprise.edge.limits import limited
from reprise.edge.requests import generation_request
from reprise.edge.started import started_answer

SETTINGS = Settings


def post_track(call: Call) -> Answer:
    """Start a generation, or answer as before."""
    request, key = generation_request(call)
    return started_answer(generator().start(call.user, request, key))


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Answer an HTTP API event."""
    return serve({"POST /v1/tracks": lambda call: limited(call, post_track, accounts().open)}, event)
