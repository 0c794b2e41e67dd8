"""The state machine of a generation: one pure function from (track, event, now) to what must be committed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from reprise.domain import arrivals, attempts, copies, lingering, progress, segments
from reprise.domain import events as ev
from reprise.domain.decision import Decision
from reprise.domain.track import Track

_Rule = Callable[[Track, Any, datetime], Decision]

_WHILE_RUNNING: dict[type[ev.Event], _Rule] = {
    ev.Claimed: attempts.claimed,
    ev.Rerouted: attempts.rerouted,
    ev.Accepted: attempts.accepted,
    ev.Finished: progress.finished,
    ev.Deferred: attempts.deferred,
    ev.Refused: attempts.refused,
    ev.AnswerLost: attempts.answer_lost,
    ev.Failed: attempts.failed,
    ev.DeadlinePassed: progress.deadline_passed,
    ev.Asked: progress.asked,
    ev.Cancelled: lingering.cancelled,
}

_ALWAYS: dict[type[ev.Event], _Rule] = {
    ev.Progress: progress.progress,
    ev.Revisit: progress.revisit,
    ev.Released: segments.released,
    ev.Copied: copies.copied,
    ev.Arrived: arrivals.arrived,
    ev.Withdrawn: arrivals.withdrawn,
    ev.SoughtAnew: arrivals.sought_anew,
    ev.Preferred: progress.preferred,
    ev.Deleted: lingering.deleted,
}


def apply(track: Track, event: ev.Event, now: datetime) -> Decision:
    """What `event` makes of `track`. A decision whose track is the same object means: nothing new, write nothing."""
    decision = _decided(track, event, now)
    if decision.track == track and not decision.deletes:
        return Decision(track)
    # To look at a track, or to ask about it, is no progress.
    updated_at = track.updated_at if isinstance(event, ev.Revisit | ev.Asked) else now
    changed = replace(decision.track, updated_at=updated_at, rev=track.rev + 1)
    return replace(decision, track=changed, frees_slot=_frees_slot(track, decision))


def _frees_slot(track: Track, decision: Decision) -> bool:
    """Whether this is the end of what took the slot."""
    return _takes_slot(track) and (decision.deletes or not _takes_slot(decision.track))


def _takes_slot(track: Track) -> bool:
    """Whether a track takes one of its owner's slots."""
    return track.operation.takes_slot and (track.lingers or not track.ended)


def _decided(track: Track, event: ev.Event, now: datetime) -> Decision:
    kind = type(event)
    if track.lingers:
        return lingering.lingering(track, event, now)
    if kind in _ALWAYS:
        return _ALWAYS[kind](track, event, now)
    if track.ended:
        return Decision(track)
    return _WHILE_RUNNING[kind](track, event, now)
