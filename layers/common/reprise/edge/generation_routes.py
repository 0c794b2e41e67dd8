"""The endpoints that start generations."""

from __future__ import annotations

from http import HTTPStatus

from reprise.domain.accounts import Profile
from reprise.domain.credits import as_number
from reprise.domain.errors import ProviderError, ProviderUnavailable
from reprise.domain.operations import EXTEND, LYRICS, TRACK
from reprise.domain.states import Status
from reprise.domain.track import Answer as FirstAnswer
from reprise.domain.track import Track
from reprise.domain.wishes import Gone, SourceRef, Wish
from reprise.edge.bodies import StartedView
from reprise.edge.bootstrap.generate import Parts
from reprise.edge.http import REPLAYED, Call, Response
from reprise.edge.limits import limited
from reprise.edge.requests import ExtendBody, LyricsBody, SongBody, keyed_body, request_of
from reprise.edge.routes import Route
from reprise.edge.submissions import log_started
from reprise.providers.provider import STOPPED
from reprise.usecases.starting import Started


def post_track(parts: Parts, call: Call) -> tuple[Response[StartedView], Profile]:
    """Start a song, or answer as before."""
    body, key = keyed_body(SongBody, call)
    return _started(
        parts,
        Wish(
            user_id=call.user,
            operation=TRACK,
            request=request_of(body, TRACK),
            provider=body.provider or parts.default_provider,
            project_id=body.project_id,
            key=key,
        ),
    )


def post_extend(parts: Parts, call: Call) -> tuple[Response[StartedView], Profile]:
    """Let a finished version go on, as a new track at the same provider."""
    body, key = keyed_body(ExtendBody, call)
    source = SourceRef(call.path("trackId"), body.variant_index)
    request = request_of(body, EXTEND)
    wish = Wish(user_id=call.user, operation=EXTEND, request=request, provider=None, key=key, source=source)
    return _started(parts, wish)


def post_lyrics(parts: Parts, call: Call) -> tuple[Response[StartedView], Profile]:
    """Have lyrics written."""
    body, key = keyed_body(LyricsBody, call)
    request = request_of(body, LYRICS)
    provider = parts.default_provider
    return _started(parts, Wish(user_id=call.user, operation=LYRICS, request=request, provider=provider, key=key))


ROUTES = (
    Route("POST /v1/tracks", limited(post_track), SongBody, StartedView, "Start a song."),
    Route(
        "POST /v1/tracks/{trackId}/extend",
        limited(post_extend),
        ExtendBody,
        StartedView,
        "Let a finished version go on.",
    ),
    Route("POST /v1/lyrics", limited(post_lyrics), LyricsBody, StartedView, "Have lyrics written."),
)


def _started(parts: Parts, wish: Wish) -> tuple[Response[StartedView], Profile]:
    started = parts.starter.start(wish)
    return started_response(started), started.profile


def started_response(started: Started) -> Response[StartedView]:
    """202 for a new generation, 200 with the same body for a replay. Raises what the provider's refusal means."""
    track = started.track
    first = track.answer or _answer_of(track)
    log_started(track, first.failure, replayed=started.replayed)
    if first.failure:
        raise _refusal(first.failure, replayed=started.replayed)
    body = _body(track, first)
    if started.replayed:
        body["message"] = "Already processed"
        return Response(HTTPStatus.OK, body, REPLAYED)
    return Response(HTTPStatus.ACCEPTED, body)


def _answer_of(track: Track | Gone) -> FirstAnswer:
    """The answer of a task that has none yet, as its provider is being called; or of one that left none."""
    return FirstAnswer(track.status, track.task_id) if isinstance(track, Track) else FirstAnswer(Status.PENDING)


def _body(track: Track | Gone, first: FirstAnswer) -> StartedView:
    return {
        "trackId": track.track_id,
        "taskId": first.task_id,
        "status": first.status,
        "creditsCharged": as_number(track.charged),
    }


def _refusal(failure: str, *, replayed: bool) -> ProviderError | ProviderUnavailable:
    refusal = ProviderUnavailable() if failure == STOPPED else ProviderError()
    refusal.replayed = replayed
    return refusal
