"""How long a listener had to wait: what is told to the log of segments and runs, and measured there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from reprise.domain.runs import Run
from reprise.domain.track import Track


@dataclass(frozen=True, slots=True)
class Timing:
    """An outcome, and after how many seconds it came; `reason` says why something failed."""

    outcome: str
    seconds: float
    reason: str | None = None


def of_segment(before: Track | None, after: Track) -> list[Timing]:
    """What a change of a segment means to who listens: it can be heard, it is whole, or it failed."""
    return _news(_of_track(before), _of_track(after), after.released_at, after.failure)


def of_run(before: Run | None, after: Run) -> list[Timing]:
    """What a change of a run means: it is ready, or it failed."""
    return _news(_of_run(before), _of_run(after), after.started_at)


Moments = dict[str, datetime | None]


def _of_track(track: Track | None) -> Moments:
    if track is None:
        return {}
    return {
        "segment_first": track.first_at,
        "segment_complete": track.completed_at,
        "segment_failed": track.failed_at,
    }


def _of_run(run: Run | None) -> Moments:
    return {"run_ready": run.ready_at, "run_failed": run.failed_at} if run else {}


def _news(known: Moments, by_now: Moments, start: datetime | None, reason: str | None = None) -> list[Timing]:
    """The moments that have come since, counted from the start; none of what was never started."""
    if start is None or not known:
        return []
    new = {outcome: at for outcome, at in by_now.items() if known[outcome] is None}
    return [Timing(outcome, _seconds(start, at), _why(outcome, reason)) for outcome, at in new.items() if at]


def _why(outcome: str, reason: str | None) -> str | None:
    return reason if outcome == "segment_failed" else None


def _seconds(start: datetime, end: datetime) -> float:
    return round((end - start).total_seconds(), 3)
