"""How long a listener had to wait: what is told to the log of segments and runs, and measured there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from reprise.domain.runs import Run, RunStatus
from reprise.domain.states import Status
from reprise.domain.track import Track


@dataclass(frozen=True, slots=True)
class Timing:
    """An outcome, and after how many seconds it came; `reason` says why something failed."""

    outcome: str
    seconds: float
    reason: str | None = None


def of_segment(before: Track | None, after: Track) -> Iterator[Timing]:
    """What a change of a segment means to who listens: it can be heard, it is whole, or it failed."""
    if after.released_at is None or before is None:
        return
    if after.first_at and not before.first_at:
        yield Timing("segment_first", _seconds(after.released_at, after.first_at))
    if after.ended and not before.ended:
        yield _end_of(after, after.released_at)


def of_run(before: Run | None, after: Run) -> Iterator[Timing]:
    """What a change of a run means: it is ready, or it failed."""
    if before is None or before.status is after.status or after.started_at is None:
        return
    if after.status is RunStatus.READY and after.ready_at:
        yield Timing("run_ready", _seconds(after.started_at, after.ready_at))
    if after.status is RunStatus.FAILED and after.failed_at:
        yield Timing("run_failed", _seconds(after.started_at, after.failed_at))


def _end_of(track: Track, released_at: datetime) -> Timing:
    ended_at = track.completed_at or track.failed_at or track.updated_at
    outcome = "segment_complete" if track.status is Status.COMPLETED else "segment_failed"
    return Timing(outcome, _seconds(released_at, ended_at), track.failure)


def _seconds(start: datetime, end: datetime) -> float:
    return round((end - start).total_seconds(), 3)
