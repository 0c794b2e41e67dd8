"""Asks the provider now about the caller's unfinished tasks: `POST /v1/sync`; `GET` lists them without asking."""

from __future__ import annotations

from typing import Any

from reprise.domain.track import Track
from reprise.edge.bootstrap.sync import Settings, signer, syncer
from reprise.edge.http import Call, Response, serve
from reprise.edge.requests import SyncRequest, body_as
from reprise.edge.views import track_view

SETTINGS = Settings


def post_sync(call: Call) -> Response:
    """Ask, then show."""
    tracks, moved = syncer().sync(call.user, body_as(SyncRequest, call).task_ids)
    return Response(200, {"generations": _shown(call, tracks), "syncedCount": moved})


def get_sync(call: Call) -> Response:
    """Show without asking."""
    tracks = syncer().unfinished(call.user)
    return Response(200, {"generations": _shown(call, tracks), "count": len(tracks)})


def _shown(call: Call, tracks: list[Track]) -> list[dict[str, Any]]:
    return [track_view(track, signer(), call.language) for track in tracks]


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Response an HTTP API event."""
    return serve({"POST /v1/sync": post_sync, "GET /v1/sync": get_sync}, event)
