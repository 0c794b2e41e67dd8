"""The rules of an attempt: claimed, answered or not, given up, tried again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zlib import crc32

from reprise.domain import events as ev
from reprise.domain.decision import Decision, answer, bind, fail
from reprise.domain.states import Stage, Submission
from reprise.domain.track import Track

MAX_RESUBMISSIONS = 3
"""New submissions after a retryable failure (contract, section 3)."""

_BACKOFF_SECONDS = (2.0, 4.0, 6.0)
_BACKOFF_GROWTH = 1.5
_BACKOFF_CAP_SECONDS = 60.0
_JITTER = 0.25

ANSWER_LOST = "timeout"
"""The failure of what cannot wait, when its provider's answer did not come."""

PROVIDER_BUSY = "provider_busy"
"""The failure of what cannot wait, when its provider has no time for it."""


def backoff_seconds(track_id: str, failures: int) -> float:
    """Wait after so many failures (from 1): 2, 4, 6 seconds, then growing; up to a quarter more, by track."""
    step = min(failures, len(_BACKOFF_SECONDS)) - 1
    base = _BACKOFF_SECONDS[step] * _BACKOFF_GROWTH ** max(0, failures - len(_BACKOFF_SECONDS))
    jitter = crc32(f"{track_id}.{failures}".encode()) / 2**32
    return min(base, _BACKOFF_CAP_SECONDS) * (1 + _JITTER * jitter)


def claimed(track: Track, event: ev.Claimed, _now: datetime) -> Decision:
    """Only a queued attempt can be claimed, so of two senders one loses."""
    if track.submission is not Submission.QUEUED:
        return Decision(track)
    sending = replace(
        track,
        submission=Submission.SENDING,
        attempts=track.attempts + 1,
        token_hashes=(*track.token_hashes, event.token_hash),
        submit_at=None,
        due_at=min(event.due_at, track.deadline_at),
        permit=event.permit,
    )
    return Decision(sending)


def rerouted(track: Track, event: ev.Rerouted, _now: datetime) -> Decision:
    """Only what waits changes its gate; everything else about it stays."""
    return Decision(replace(track, gate=event.gate) if track.waits else track)


def accepted(track: Track, event: ev.Accepted, _now: datetime) -> Decision:
    """The task id is ours unless the attempt has already been given up."""
    if not is_current(track, event.attempt):
        return Decision(track)
    return Decision(answer(bind(track, event.task_id)))


def deferred(track: Track, event: ev.Deferred, now: datetime) -> Decision:
    """Back into the queue, unless a callback has proved that the provider took it after all."""
    if not _is_being_sent(track, event.attempt):
        return Decision(track)
    if not track.operation.waits:
        return _answered(fail(track, PROVIDER_BUSY, now))
    deferrals = track.deferrals + 1
    wait = max(event.retry_after, backoff_seconds(track.track_id, deferrals))
    return Decision(answer(queued(replace(track, deferrals=deferrals), now + timedelta(seconds=wait))))


def refused(track: Track, event: ev.Refused, now: datetime) -> Decision:
    """The end, with the charge returned."""
    if not _is_being_sent(track, event.attempt):
        return Decision(track)
    return _answered(fail(track, event.failure.code, now))


def answer_lost(track: Track, event: ev.AnswerLost, now: datetime) -> Decision:
    """The attempt stays as it is: a callback will bind it, or the deadline end it. Without a line it has failed."""
    if event.attempt != track.attempts:
        return Decision(track)
    return Decision(answer(track)) if track.operation.waits else _answered(fail(track, ANSWER_LOST, now))


def failed(track: Track, event: ev.Failed, now: datetime) -> Decision:
    """A retryable failure closes the attempt and queues the next; any other ends the track."""
    if is_stale(track, event.task_id, event.attempt):
        return Decision(track)
    if not event.failure.retryable or track.resubmissions >= MAX_RESUBMISSIONS:
        return fail(track, event.failure.code, now)
    number = track.resubmissions + 1
    closed = replace(
        track,
        resubmissions=number,
        closed_attempt=track.attempts,
        task_id=None,
        seen=Stage.QUEUED,
        lead=None,
        texts=(),
        files=(),
    )
    return Decision(queued(closed, now + timedelta(seconds=backoff_seconds(track.track_id, number))))


def is_current(track: Track, attempt: int) -> bool:
    """Whether this is the attempt that is under way, not one that was given up."""
    return attempt == track.attempts and track.submission is not Submission.QUEUED


def is_at_work(track: Track, attempt: int) -> bool:
    """Whether somebody may be at work on this attempt."""
    return attempt == track.attempts and track.is_out


def is_stale(track: Track, task_id: str | None, attempt: int | None) -> bool:
    """Whether a report is about an attempt that is not, or no longer, the current one."""
    if attempt is None:
        return task_id is None or task_id != track.task_id
    other_task = None not in (track.task_id, task_id) and track.task_id != task_id
    return attempt != track.attempts or attempt <= track.closed_attempt or other_task


def _answered(decision: Decision) -> Decision:
    return replace(decision, track=answer(decision.track))


def _is_being_sent(track: Track, attempt: int) -> bool:
    return attempt == track.attempts and track.submission is Submission.SENDING


def queued(track: Track, submit_at: datetime) -> Track:
    """The track with its next attempt waiting for that moment; the sweep sees it no later than at its last call."""
    due_at = min(submit_at, track.last_call_at)
    return replace(track, submission=Submission.QUEUED, submit_at=submit_at, due_at=due_at, permit=None)
