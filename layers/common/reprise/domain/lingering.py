"""The rules of a track that its owner deletes or its run cancels: a task that its provider works on lingers to its end.

Until then it keeps its slot and its permit, and nobody but its provider can do anything with it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from reprise.domain import events as ev
from reprise.domain.attempts import is_current, is_stale
from reprise.domain.decision import Decision, answer, fail
from reprise.domain.progress import asked
from reprise.domain.states import Stage, Submission
from reprise.domain.track import Track


def cancelled(track: Track, _event: ev.Cancelled, now: datetime) -> Decision:
    """What plays is delivered, and goes on to its end. All else is paid back; its provider may work on unheard."""
    if track.plays:
        return Decision(track)
    decision = fail(track, "cancelled", now)
    return _lingering(track, decision) if track.is_out else decision


def deleted(track: Track, event: ev.Deleted, now: datetime) -> Decision:
    """A running track is cancelled first, and one that is out at its provider stays until that is done with it."""
    if track.ended:
        return Decision(track, deletes=True)
    decision = fail(answer(track), "cancelled", now, refunds=event.refunds and not track.plays)
    if not track.is_out:
        return replace(decision, deletes=True)
    return _lingering(track, replace(decision, track=replace(decision.track, deleted_at=now)))


def lingering(track: Track, event: ev.Event, now: datetime) -> Decision:
    """Of a cancelled task that its provider still works on, only the end matters, and what leads to it."""
    if _is_its_end(track, event):
        ended = replace(track, lingers=False, due_at=None, permit=None)
        return Decision(ended, deletes=bool(track.deleted_at))
    rule = _WHILE_LINGERING.get(type(event))
    return rule(track, event, now) if rule else Decision(track)


def _accepted(track: Track, event: ev.Accepted, _now: datetime) -> Decision:
    """It was cancelled while it was being sent: by its task id its provider can be asked about it."""
    if not is_current(track, event.attempt):
        return Decision(track)
    return Decision(replace(track, task_id=event.task_id, submission=Submission.ACCEPTED))


_WHILE_LINGERING: dict[type[ev.Event], Callable[[Track, Any, datetime], Decision]] = {
    ev.Accepted: _accepted,
    ev.Asked: asked,
}


def _lingering(track: Track, decision: Decision) -> Decision:
    after = replace(decision.track, lingers=True, due_at=track.deadline_at, permit=track.permit)
    return replace(decision, track=after)


def _is_its_end(track: Track, event: ev.Event) -> bool:
    if isinstance(event, ev.Progress | ev.Failed):
        is_last = isinstance(event, ev.Failed) or event.stage is Stage.COMPLETE
        return is_last and not is_stale(track, event.task_id, event.attempt)
    if isinstance(event, ev.Refused | ev.Deferred | ev.Finished):
        return event.attempt == track.attempts
    return isinstance(event, ev.DeadlinePassed)
