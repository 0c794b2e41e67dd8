"""Starts a generation: `POST /v1/tracks`."""

from __future__ import annotations

from typing import Any

from reprise.edge.bootstrap.generate import Settings, accounts, generator
from reprise.edge.generation_answers import started_answer
from reprise.edge.http import Call, Response, serve
from reprise.edge.limits import limited
from reprise.edge.requests import generation_request

SETTINGS = Settings


def post_track(call: Call) -> Response:
    """Start a generation, or answer as before."""
    request, key = generation_request(call)
    return started_answer(generator().start(call.user, request, key))


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Response an HTTP API event."""
    return serve({"POST /v1/tracks": lambda call: limited(call, post_track, accounts().open)}, event)
