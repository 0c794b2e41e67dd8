"""The endpoints that start generations."""

from __future__ import annotations

from http import HTTPStatus

from reprise.domain.accounts import Profile
from reprise.domain.credits import as_number
from reprise.domain.errors import ProviderError, ProviderUnavailable
from reprise.domain.requests import Song
from reprise.domain.track import Answer as FirstAnswer
from reprise.domain.track import Track
from reprise.edge.bodies import StartedView
from reprise.edge.bootstrap.generate import Parts
from reprise.edge.http import Call, Response
from reprise.edge.limits import limited
from reprise.edge.requests import generation_request
from reprise.edge.routes import Route
from reprise.edge.submissions import log_started
from reprise.providers.provider import STOPPED
from reprise.usecases.starting import Started


def post_track(parts: Parts, call: Call) -> tuple[Response[StartedView], Profile]:
    """Start a generation, or answer as before."""
    request, key = generation_request(call)
    started = parts.generator.start(call.user, request, key)
    return started_response(started), started.profile


ROUTES = (Route("POST /v1/tracks", limited(post_track), Song, StartedView, "Start a generation."),)


def started_response(started: Started) -> Response[StartedView]:
    """202 for a new generation, 200 with the same body for a replay. Raises what the provider's refusal means."""
    track = started.track
    first = track.answer or FirstAnswer(track.status, track.task_id)
    log_started(track, first.failure, replayed=started.replayed)
    if first.failure:
        raise _refusal(first.failure)
    body = _body(track, first)
    if started.replayed:
        body["message"] = "Already processed"
        return Response(HTTPStatus.OK, body, {"idempotency-replayed": "true"})
    return Response(HTTPStatus.ACCEPTED, body)


def _body(track: Track, first: FirstAnswer) -> StartedView:
    return {
        "trackId": track.track_id,
        "taskId": first.task_id,
        "status": first.status,
        "creditsCharged": as_number(track.charged),
    }


def _refusal(failure: str) -> ProviderError | ProviderUnavailable:
    return ProviderUnavailable() if failure == STOPPED else ProviderError()
