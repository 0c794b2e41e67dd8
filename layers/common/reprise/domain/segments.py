"""The rules of a track that is a part of a run: held, released, cancelled with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from reprise.domain import events as ev
from reprise.domain.attempts import is_stale, queued
from reprise.domain.decision import Decision, fail
from reprise.domain.states import Stage, Submission
from reprise.domain.track import Track


def released(track: Track, event: ev.Released, now: datetime) -> Decision:
    """A held track goes into its line. One that is under way has a new waiter; of a settled one nobody has to wait."""
    if track.settled:
        return Decision(track)
    waited_for = replace(track, waiter=event.waiter)
    if track.submission is not Submission.HELD:
        return Decision(waited_for)
    return Decision(queued(replace(waited_for, released_at=now, deadline_at=event.deadline_at), now))


def cancelled(track: Track, _event: ev.Cancelled, now: datetime) -> Decision:
    """What plays is delivered, and goes on to its end. All else is paid back; its provider may work on unheard."""
    if track.plays:
        return Decision(track)
    decision = fail(track, "cancelled", now)
    if not track.is_out:
        return decision
    lingering = replace(decision.track, lingers=True, due_at=track.deadline_at, permit=track.permit)
    return replace(decision, track=lingering)


def lingering(track: Track, event: ev.Event, _now: datetime) -> Decision:
    """Of a cancelled task that its provider still works on, only the end matters."""
    if not _is_its_end(track, event):
        return Decision(track)
    return Decision(replace(track, lingers=False, due_at=None, permit=None))


def _is_its_end(track: Track, event: ev.Event) -> bool:
    if isinstance(event, ev.Progress | ev.Failed):
        is_last = isinstance(event, ev.Failed) or event.stage is Stage.COMPLETE
        return is_last and not is_stale(track, event.task_id, event.attempt)
    if isinstance(event, ev.Refused | ev.Deferred | ev.Finished):
        return event.attempt == track.attempts
    return isinstance(event, ev.DeadlinePassed)
