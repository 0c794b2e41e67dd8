"""The endpoints that show and ask for a user's unfinished tracks."""

from __future__ import annotations

from http import HTTPStatus

from reprise.domain.track import Track
from reprise.edge.bodies import SyncedView, TrackView, UnfinishedView
from reprise.edge.bootstrap.sync import Parts
from reprise.edge.http import Call, Response
from reprise.edge.requests import SyncRequest, body_as
from reprise.edge.routes import Route
from reprise.edge.views import track_view


def post_sync(parts: Parts, call: Call) -> Response[SyncedView]:
    """Ask, then show."""
    tracks, moved = parts.syncer.sync(call.user, body_as(SyncRequest, call).task_ids)
    return Response(HTTPStatus.OK, {"generations": _shown(parts, call, tracks), "syncedCount": moved})


def get_sync(parts: Parts, call: Call) -> Response[UnfinishedView]:
    """Show without asking."""
    tracks = parts.syncer.unfinished(call.user)
    return Response(HTTPStatus.OK, {"generations": _shown(parts, call, tracks), "count": len(tracks)})


ROUTES = (
    Route("POST /v1/sync", post_sync, SyncRequest, SyncedView, "Ask the provider now about your unfinished tracks."),
    Route(
        "GET /v1/sync", get_sync, None, UnfinishedView, "List your unfinished tracks without asking the provider.", ()
    ),
)


def _shown(parts: Parts, call: Call, tracks: list[Track]) -> list[TrackView]:
    return [track_view(track, parts.sign, call.language) for track in tracks]
