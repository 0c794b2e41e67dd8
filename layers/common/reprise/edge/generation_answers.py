"""The answer to a request that started a generation, the first time and every time after."""

from __future__ import annotations

from http import HTTPStatus

from reprise.domain.credits import as_number
from reprise.domain.errors import ProviderError, ProviderUnavailable
from reprise.domain.track import Answer as FirstAnswer
from reprise.domain.track import Track
from reprise.edge.clock import utc_now
from reprise.edge.http import Response
from reprise.edge.limits import limit_headers
from reprise.edge.logging import log, log_problem
from reprise.providers.provider import STOPPED
from reprise.usecases.starting import Started


def started_answer(started: Started) -> Response:
    """202 for a new generation, 200 with the same body for a replay. Raises what the provider's refusal means."""
    track = started.track
    first = track.answer or FirstAnswer(track.status, track.task_id)
    (log_problem if first.failure else log)(
        "started", track_id=track.track_id, replayed=started.replayed, failure=first.failure
    )
    if first.failure == STOPPED and not started.replayed:
        _log_stopped(track)
    if first.failure:
        raise ProviderUnavailable() if first.failure == STOPPED else ProviderError()
    body = {
        "trackId": track.track_id,
        "taskId": first.task_id,
        "status": first.status,
        "creditsCharged": as_number(track.charged),
    }
    headers = limit_headers(started.profile, utc_now())
    if started.replayed:
        return Response(
            HTTPStatus.OK,
            {**body, "message": "Already processed"},
            {**headers, "idempotency-replayed": "true"},
        )
    return Response(HTTPStatus.ACCEPTED, body, headers)


def log_sent(track: Track) -> None:
    """What became of a queued attempt; a refused account alarms the operator."""
    log("sent", track_id=track.track_id, attempt=track.attempts, submission=track.submission, failure=track.failure)
    if track.failure == STOPPED:
        _log_stopped(track)


def _log_stopped(track: Track) -> None:
    """The provider refuses our account: the operator is alarmed by this line."""
    log_problem("provider_stopped", provider=track.request.provider, track_id=track.track_id)
