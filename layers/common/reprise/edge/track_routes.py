"""The endpoints of a user's tracks."""

from __future__ import annotations

from http import HTTPStatus

from reprise import VERSION
from reprise.domain.errors import FieldError, InvalidInput, NotFound
from reprise.domain.track import Status, Track
from reprise.edge.bootstrap.library import library, signer
from reprise.edge.cursors import encode_cursor
from reprise.edge.http import Call, Endpoint, Response
from reprise.edge.requests import PreferRequest, body_as, page_of
from reprise.edge.views import track_view

_FILTERS = ("status", "taskType", "projectId")


def get_track(call: Call) -> Response:
    """One track with its versions."""
    return _shown(call, library().get(call.user, call.path("trackId")))


def list_tracks(call: Call) -> Response:
    """The caller's tracks, newest first."""
    limit, before = page_of(call)
    filters = {name: value for name in _FILTERS if (value := call.query(name)) is not None}
    if filters.get("status", Status.PENDING) not in set(Status):
        raise InvalidInput([FieldError("status", f"one of {', '.join(Status)}")])
    tracks, following = library().page(call.user, lambda track: _facts(track).items() >= filters.items(), limit, before)
    items = [track_view(track, signer(), call.language) for track in tracks]
    return Response(HTTPStatus.OK, {"items": items, "cursor": encode_cursor(following)})


def delete_track(call: Call) -> Response:
    """The track, its versions and its objects go."""
    library().delete(call.user, call.path("trackId"))
    return Response(HTTPStatus.NO_CONTENT)


def put_preferred(call: Call) -> Response:
    """The version that the owner likes best."""
    wanted = body_as(PreferRequest, call)
    return _shown(call, library().prefer(call.user, call.path("trackId"), wanted.variant_index))


def get_health(_call: Call) -> Response:
    """Liveness and version."""
    return Response(HTTPStatus.OK, {"status": "ok", "version": VERSION})


def unknown(_call: Call) -> Response:
    """Every route that there is not."""
    raise NotFound("no such route")


ROUTES: dict[str, Endpoint] = {
    "GET /v1/tracks": list_tracks,
    "GET /v1/tracks/{trackId}": get_track,
    "DELETE /v1/tracks/{trackId}": delete_track,
    "PUT /v1/tracks/{trackId}/preferred": put_preferred,
    "GET /v1/health": get_health,
    "$default": unknown,
}


def _shown(call: Call, track: Track) -> Response:
    return Response(HTTPStatus.OK, track_view(track, signer(), call.language))


def _facts(track: Track) -> dict[str, str | None]:
    return {"status": track.status, "taskType": track.task_type, "projectId": track.request.project_id}
