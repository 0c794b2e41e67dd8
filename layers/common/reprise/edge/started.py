"""What the requests that start tasks are answered with."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import cast

from reprise.domain.attempts import ANSWER_LOST, PROVIDER_BUSY
from reprise.domain.credits import as_number
from reprise.domain.errors import Conflict, DomainError, NotFound, ProviderError, ProviderUnavailable, TimedOut
from reprise.domain.states import Answer as FirstAnswer
from reprise.domain.states import Status
from reprise.domain.track import Track
from reprise.domain.wishes import Gone, Wish
from reprise.edge.bodies import PersonaView, StartedView, TrackView, WordsView
from reprise.edge.bootstrap.generate import Parts
from reprise.edge.http import REPLAYED, Call, Response
from reprise.edge.submissions import log_started
from reprise.edge.views import track_view
from reprise.providers.provider import STOPPED
from reprise.usecases.starting import Started

_REFUSALS: dict[str, type[DomainError]] = {
    STOPPED: ProviderUnavailable,
    PROVIDER_BUSY: ProviderUnavailable,
    ANSWER_LOST: TimedOut,
    "already_made": Conflict,
}
"""What a failure means for whoever asked; any other is a refusal of the request."""


def started_response(started: Started) -> Response[StartedView]:
    """202 for a new generation, 200 with the same body for a replay. Raises what the provider's refusal means."""
    first = _first_answer(started)
    body = _body(started.track, first)
    if started.replayed:
        body["message"] = "Already processed"
        return Response(HTTPStatus.OK, body, REPLAYED)
    return Response(HTTPStatus.ACCEPTED, body)


def words_response(_parts: Parts, _call: Call, _wish: Wish, started: Started) -> Response[WordsView]:
    """The words of a version, in the order in which they are sung."""
    track = _done(started)
    words: WordsView = {"words": [{"text": word.text, "start": word.start, "end": word.end} for word in track.words]}
    return Response(HTTPStatus.OK, words, _headers(started))


def persona_response(_parts: Parts, _call: Call, _wish: Wish, started: Started) -> Response[PersonaView]:
    """The id of the voice that was made."""
    persona: PersonaView = {"personaId": cast("str", _done(started).persona_id)}
    return Response(HTTPStatus.OK if started.replayed else HTTPStatus.CREATED, persona, _headers(started))


def recovering_response(parts: Parts, call: Call, wish: Wish, started: Started) -> Response[TrackView]:
    """The track whose audio is asked for, as it is by now."""
    _first_answer(started)
    track = parts.library.get(call.user, wish.sources[0].track_id)
    return replace(shown(parts, call, track), headers=_headers(started))


def shown(parts: Parts, call: Call, track: Track) -> Response[TrackView]:
    """A track that something was asked for."""
    return Response(HTTPStatus.ACCEPTED, track_view(track, parts.sign, call.language))


def _headers(started: Started) -> dict[str, str]:
    return REPLAYED if started.replayed else {}


def _done(started: Started) -> Track:
    """The task, whose provider has answered. Raises what it means that it has not."""
    _first_answer(started)
    if isinstance(started.track, Gone):
        raise NotFound("track")
    if started.track.status is not Status.COMPLETED:  # the same request is being answered at this moment
        raise ProviderUnavailable("busy")
    return started.track


def _first_answer(started: Started) -> FirstAnswer:
    """The answer that the request got first. Raises what the provider's refusal means."""
    track = started.track
    first = track.answer or _answer_of(track)
    log_started(track, first.failure, replayed=started.replayed)
    if first.failure:
        raise _refusal(track, first.failure, replayed=started.replayed)
    return first


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


def _refusal(track: Track | Gone, failure: str, *, replayed: bool) -> DomainError:
    kind = _REFUSALS.get(failure, ProviderError)
    refusal = kind(failure if kind is Conflict else "" if track.charged else "free")
    refusal.replayed = replayed
    return refusal
