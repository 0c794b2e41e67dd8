"""Gives the owner of a version a URL that plays it: `POST /v1/sign-track`."""

from __future__ import annotations

from typing import Any

from reprise.edge.bootstrap.library import Settings, library, signer
from reprise.edge.http import Call, Response, serve
from reprise.edge.requests import SignRequest, body_as
from reprise.edge.views import moment

SETTINGS = Settings


def post_sign_track(call: Call) -> Response:
    """The URL, and when it stops playing."""
    wanted = body_as(SignRequest, call)
    key = library().stored_key(call.user, wanted.subject, wanted.variant_index, wanted.asset)
    url, expires_at = signer()(key)
    return Response(200, {"url": url, "expiresAt": moment(expires_at)})


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Response an HTTP API event."""
    return serve({"POST /v1/sign-track": post_sign_track}, event)
