"""What is logged of attempts at a provider."""

from __future__ import annotations

from reprise.domain.track import Track
from reprise.domain.wishes import Gone
from reprise.edge.logging import log, log_problem
from reprise.providers.provider import STOPPED


def log_started(track: Track | Gone, failure: str | None, *, replayed: bool) -> None:
    """What a request was answered; a refused account alarms the operator, once."""
    say = log_problem if failure else log
    say("started", track_id=track.track_id, replayed=replayed, failure=failure)
    if failure == STOPPED and not replayed and isinstance(track, Track):
        _log_stopped(track)


def log_sent(track: Track) -> None:
    """What became of a queued attempt; a refused account alarms the operator."""
    log("sent", track_id=track.track_id, attempt=track.attempts, submission=track.submission, failure=track.failure)
    if track.failure == STOPPED:
        _log_stopped(track)


def _log_stopped(track: Track) -> None:
    """The provider refuses our account: the operator is alarmed by this line."""
    log_problem("provider_stopped", provider=track.provider, track_id=track.track_id)
