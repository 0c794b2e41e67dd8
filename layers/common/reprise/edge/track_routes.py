"""The endpoints of a user's tracks, and those that belong to nobody."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from reprise import VERSION
from reprise.domain.credits import as_number
from reprise.domain.errors import FieldError, InvalidInput, NotFound
from reprise.domain.operations import OPERATIONS
from reprise.domain.results import SONGS, TEXTS
from reprise.domain.states import Status
from reprise.domain.track import Track
from reprise.edge.bodies import HealthView, SignedView, TrackPage, TrackView
from reprise.edge.bootstrap import sign_track
from reprise.edge.bootstrap.library import Parts
from reprise.edge.http import Call, Response
from reprise.edge.pages import fitting
from reprise.edge.requests import PAGING, PreferRequest, SignRequest, body_as, page_of
from reprise.edge.routes import Route
from reprise.edge.views import moment, track_view

_FILTERS = ("status", "taskType", "projectId")
_VALUES: dict[str, tuple[str, ...]] = {"status": tuple(Status), "taskType": tuple(OPERATIONS)}
"""What these filters may ask for."""


def get_track(parts: Parts, call: Call) -> Response[TrackView]:
    """One track with its versions."""
    return _shown(parts, call, parts.library.get(call.user, call.path("trackId")))


def list_tracks(parts: Parts, call: Call) -> Response[TrackPage]:
    """The caller's tracks, newest first."""
    limit, before = page_of(call, parts.cursors)
    page = parts.library.page(call.user, _wanted(call), limit, before)
    items, following = fitting([(track_view(track, parts.sign, call.language), place) for track, place in page.items])
    return Response(HTTPStatus.OK, {"items": items, "cursor": parts.cursors.encode(call, following or page.following)})


def delete_track(parts: Parts, call: Call) -> Response[None]:
    """The track, its versions and its objects go; a header says what goes back to its owner."""
    refunded = parts.deleter.delete(call.user, call.path("trackId"))
    return Response(HTTPStatus.NO_CONTENT, None, {"credits-refunded": str(as_number(refunded))})


def put_preferred(parts: Parts, call: Call) -> Response[TrackView]:
    """The version that the owner likes best."""
    wanted = body_as(PreferRequest, call)
    return _shown(parts, call, parts.library.prefer(call.user, call.path("trackId"), wanted.variant_index))


def post_sign_track(parts: sign_track.Parts, call: Call) -> Response[SignedView]:
    """A URL that plays a version, and when it stops to."""
    wanted = body_as(SignRequest, call)
    key = parts.library.stored_key(call.user, wanted.subject, wanted.variant_index, wanted.asset)
    url, expires_at = parts.sign(key)
    return Response(HTTPStatus.OK, {"url": url, "expiresAt": moment(expires_at)})


def get_health(_parts: Parts, _call: Call) -> Response[HealthView]:
    """Liveness and version."""
    return Response(HTTPStatus.OK, {"status": "ok", "version": VERSION})


def unknown(_parts: Parts, _call: Call) -> Response[None]:
    """Every route that there is not."""
    raise NotFound("route")


ROUTES = (
    Route("GET /v1/tracks", list_tracks, None, TrackPage, "List your tracks, newest first.", (*_FILTERS, *PAGING)),
    Route("GET /v1/tracks/{trackId}", get_track, None, TrackView, "Show one track with its versions."),
    Route("DELETE /v1/tracks/{trackId}", delete_track, None, None, "Delete a track with all that is stored of it."),
    Route(
        "PUT /v1/tracks/{trackId}/preferred",
        put_preferred,
        PreferRequest,
        TrackView,
        "Choose the version that you like best.",
    ),
    Route("GET /v1/health", get_health, None, HealthView, "Say that the service is up, and its version."),
    Route("$default", unknown, None, None, "Answer every route that there is not."),
)

SIGNING = (Route("POST /v1/sign-track", post_sign_track, SignRequest, SignedView, "Get a URL that plays a version."),)
"""In a function of its own: it is called for every song that is played."""


def _shown(parts: Parts, call: Call, track: Track) -> Response[TrackView]:
    return Response(HTTPStatus.OK, track_view(track, parts.sign, call.language))


def _wanted(call: Call) -> Callable[[Track], bool]:
    """Whether a track is what the query asks for. Raises InvalidInput."""
    filters = _filters(call)
    is_listed = _has_its_type if "taskType" in filters else _is_shown_unasked
    return lambda track: is_listed(track) and _facts(track).items() >= filters.items()


def _filters(call: Call) -> dict[str, str]:
    """The filters of a query. Raises InvalidInput for values that nothing can have."""
    asked = {name: call.query(name) for name in _FILTERS}
    filters = {name: value for name, value in asked.items() if value is not None}
    wrong = [name for name, values in _VALUES.items() if filters.get(name, values[0]) not in values]
    if wrong:
        raise InvalidInput([FieldError(name, "one_of", {"bound": ", ".join(_VALUES[name])}) for name in wrong])
    return filters


def _has_its_type(_track: Track) -> bool:
    """Whoever asks for a task type is shown all of it."""
    return True


def _is_shown_unasked(track: Track) -> bool:
    """What has songs or texts: what other tasks have made is shown with the version that they worked on."""
    return track.operation.result in (SONGS, TEXTS)


def _facts(track: Track) -> dict[str, str | None]:
    return {"status": track.status, "taskType": track.task_type, "projectId": track.project_id}
