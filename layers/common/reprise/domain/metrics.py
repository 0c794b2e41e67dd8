"""What is counted of tracks: each change becomes figures that are only ever added up, by the hour in which it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from reprise.domain.events import Deleted
from reprise.domain.histogram import bucket_of
from reprise.domain.lifecycle import apply
from reprise.domain.operations import Limit
from reprise.domain.states import Stage
from reprise.domain.track import Track

Figures = Counter[str]
"""Numbers by name. A name's parts are joined with `JOINT`: `stage__<provider>__first`, `code__<provider>__timeout`."""

JOINT = "__"
STAGES = ("started", "submitted", "text", "first", "completed", "failed")
"""What a track can reach, each at most once; the last two are ends."""

SPANS = {
    "submitted": ("started", "submitted"),
    "text": ("started", "text"),
    "first": ("text", "first"),
    "completed": ("first", "completed"),
    "ttfp": ("started", "first"),
    "ttfc": ("started", "completed"),
}
"""Durations by name: from which stage to which."""

CHARGED, REFUNDED = "tenths__charged", "tenths__refunded"


@dataclass(frozen=True, slots=True)
class Change:
    """A track before and after a commit; `number` is its place among its neighbours."""

    number: str
    before: Track | None
    after: Track

    @property
    def hour(self) -> datetime:
        """The hour that it counts in: the same whenever it is looked at."""
        return self.after.updated_at.replace(minute=0, second=0, microsecond=0)

    @property
    def provider(self) -> str:
        """Whose figures it changes."""
        return self.after.provider

    @property
    def reached(self) -> frozenset[str]:
        """The stages that the track has reached by it."""
        return _reached(self.after) - _reached(self.before)


def change_of(number: str, before: Track | None, after: Track | None, at: datetime) -> Change | None:
    """What a commit that was told of at this moment has changed; None where a track has gone that was over.

    A running track is cancelled by being deleted: it is counted as what it had become when it went.
    """
    if after is not None:
        return Change(number, before, after)
    if before is None or before.ended:
        return None
    return Change(number, before, apply(before, Deleted(), at).track)


def figures_of(change: Change) -> Figures:
    """What a change adds to its hour."""
    spans = Figures(JOINT.join(("span", name, str(bucket_of(seconds)))) for name, seconds in spans_of(change))
    money = _money(change.after) - _money(change.before)
    return Figures(_counted(change)) + spans + money


def spans_of(change: Change) -> Iterator[tuple[str, float]]:
    """The durations, in seconds, that a change ends: of the songs that users wait for."""
    if Limit.DAY not in change.after.operation.limits:
        return
    moments = _moments(change.after)
    for name, (start, end) in SPANS.items():
        if start in moments and end in change.reached:
            yield name, max(0.0, (moments[end] - moments[start]).total_seconds())


def _counted(change: Change) -> Iterator[str]:
    yield from (JOINT.join(("stage", change.provider, stage)) for stage in change.reached)
    if "failed" in change.reached:
        yield JOINT.join(("code", change.provider, str(change.after.failure)))


def _money(track: Track | None) -> Figures:
    return Figures({CHARGED: track.charged, REFUNDED: track.refunded}) if track else Figures()


def _reached(track: Track | None) -> frozenset[str]:
    """The stages that a track has behind it."""
    if track is None:
        return frozenset()
    return frozenset(_moments(track).keys() - _UNSUBMITTED.get(track.stage, frozenset()))


def _moments(track: Track) -> dict[str, datetime]:
    """When a track was at its stages. It does not keep when it was submitted: that is the moment of this change."""
    moments = {
        "started": track.released_at or track.created_at,
        "submitted": track.updated_at,
        "text": track.text_at,
        "first": track.first_at,
        "completed": track.completed_at,
        "failed": track.failed_at,
    }
    return {stage: moment for stage, moment in moments.items() if moment}


_UNSUBMITTED = dict.fromkeys((Stage.QUEUED, Stage.ERROR), frozenset({"submitted"}))
"""What is not said of a track at these stages."""
