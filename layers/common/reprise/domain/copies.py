"""The rules of copies: what a track takes, and when a job is needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from reprise.domain import events as ev
from reprise.domain.decision import Decision
from reprise.domain.jobs import CopyJob
from reprise.domain.track import Status, Track
from reprise.domain.versions import Asset, Copy, Version


def copied(track: Track, event: ev.Copied, _now: datetime) -> Decision:
    """The first stored copy of an asset stays. When no copy is missing, the sweep need not look again.

    The places are handled in their order. So of two equal songs in one event, the earlier place takes its own.
    """
    changed = track
    for place in sorted(event.copies):
        if place >= len(track.versions):
            return Decision(track)
        for copy in event.copies[place]:
            changed = _with_copy(changed, place, copy, last_try=event.last_try)
    return Decision(changed if changed.copies_missing else replace(changed, due_at=None))


def _with_copy(track: Track, place: int, copy: Copy, *, last_try: bool) -> Track:
    version = track.versions[place]
    if not _is_news(version, copy):
        return track
    if not last_try and _is_twin(track, copy):
        return track
    others = tuple(known for known in version.copies if known.asset is not copy.asset)
    return track.with_version(place, replace(version, copies=(*others, copy)))


def _is_news(version: Version, copy: Copy) -> bool:
    """The first copy of an asset is news, and so is an object where there was a refusal."""
    known = version.outcome(copy.asset)
    if known is None:
        return copy.asset in version.wanted()
    return known.refused and copy.stored


def _is_twin(track: Track, copy: Copy) -> bool:
    """Whether this is the same song as another variant's. Providers serve that for a while."""
    if copy.asset is not Asset.AUDIO or copy.refused:
        return False
    songs = [version.copy(Asset.AUDIO) for version in track.versions]
    return any(song.sha256 == copy.sha256 for song in songs if song)


def copy_job(track: Track, first_place: int = 0) -> CopyJob | None:
    """The job for what a finished track still lacks, from a place on. None when nothing is missing."""
    if track.status is not Status.COMPLETED:
        return None
    places = range(first_place, len(track.versions))
    lacking = tuple(place for place in places if track.versions[place].missing())
    return CopyJob(track.user_id, track.track_id, lacking) if lacking else None


def new_copy_job(before: Track | None, after: Track) -> CopyJob | None:
    """The job that this change makes necessary. A finished track's older versions have had theirs."""
    if before is None or before.status is not Status.COMPLETED:
        return copy_job(after)
    return copy_job(after, len(before.versions))
