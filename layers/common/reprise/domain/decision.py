"""What a rule of the lifecycle decides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from reprise.domain.credits import Entry, Tenths, refund
from reprise.domain.states import Answer, Stage, Status, Submission
from reprise.domain.track import Track

COPY_PATIENCE = timedelta(minutes=5)
"""How long after its end a track's copies may take at most before the sweep queues them again."""

SEGMENT_PATIENCE = timedelta(minutes=1)
"""The same for a segment of a run: somebody listens, and the next one waits for it."""

_SOON = timedelta(minutes=1)
"""Copies that are looked after earlier would mostly be found under way."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What must be committed in one write; `entries` and `frees_slot` change the owner's account with it."""

    track: Track
    entries: tuple[Entry, ...] = ()
    frees_slot: bool = False
    deletes: bool = False

    @property
    def refunded(self) -> Tenths:
        """What goes back to the owner with it."""
        return sum(entry.amount for entry in self.entries)


def fail(track: Track, code: str, now: datetime, *, refunds: bool = True) -> Decision:
    """The track failed: exactly what was charged goes back, and nothing is kept of what there was to hear."""
    refunded = track.charged if refunds else 0
    entries = (refund(track.user_id, track.track_id, refunded, code, now),) if refunded else ()
    failed = replace(
        track,
        status=Status.FAILED,
        stage=Stage.ERROR,
        failure=code,
        refunded=refunded,
        failed_at=now,
        submit_at=None,
        due_at=None,
        permit=None,
        # What was copied before the end goes with it.
        versions=tuple(replace(version, copies=()) for version in track.versions),
    )
    return Decision(failed, entries)


def complete(track: Track, now: datetime) -> Track:
    """The track is finished; the sweep looks after its copies."""
    only_lead = track.operation.result.copied_versions is not None
    completed = replace(
        track,
        lead=next(iter(track.places), None) if only_lead else track.lead,
        status=Status.COMPLETED,
        stage=Stage.COMPLETE,
        seen=Stage.COMPLETE,
        submission=Submission.ACCEPTED,
        submit_at=None,
        completed_at=now,
        permit=None,
    )
    return replace(completed, due_at=_copies_due(track, now) if completed.copies_missing else None)


def _copies_due(track: Track, now: datetime) -> datetime:
    """The look that is planned already, if it fits: another moment costs two writes of the due index."""
    if track.operation.in_run:
        return now + SEGMENT_PATIENCE
    latest = now + COPY_PATIENCE
    return track.due_at if track.due_at and now + _SOON <= track.due_at <= latest else latest


def bind(track: Track, task_id: str | None) -> Track:
    """The provider has the current attempt, under this task id if it told one."""
    return replace(
        track,
        task_id=track.task_id or task_id,
        submission=Submission.ACCEPTED,
        submit_at=None,
        status=Status.PROCESSING,
        stage=track.stage.at_least(Stage.SUBMITTED),
    )


def answer(track: Track) -> Track:
    """The track with its first answer fixed, for replays of the request."""
    return replace(track, answer=track.answer or Answer(track.status, track.task_id, track.failure))
