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
        changed = _with_copies(changed, place, event)
    is_done = changed.ended and not changed.copies_missing
    return Decision(replace(changed, due_at=None) if is_done else changed)


def _with_copies(track: Track, place: int, event: ev.Copied) -> Track:
    if place not in track.places:
        return track
    version = track.versions[place]
    for copy in event.copies[place]:
        may_take = event.last_try or not _is_twin(track, copy)
        if may_take and _is_news(version, copy):
            version = version.with_copy(copy)
    return track.with_version(place, version)


def _is_news(version: Version, copy: Copy) -> bool:
    """The first copy of an asset is news, and so is an object where there was a refusal."""
    known = version.outcome(copy.asset)
    if known is None:
        return copy.asset in version.wanted()
    return known.refused and copy.stored


def _is_twin(track: Track, copy: Copy) -> bool:
    """Whether this is a song that another variant has already. Providers serve that for a while."""
    return copy.asset is Asset.AUDIO and copy.sha256 in _songs(track)


def _songs(track: Track) -> set[str]:
    """The checksums of the songs that are stored."""
    songs = [version.copy(Asset.AUDIO) for version in track.versions]
    return {song.sha256 for song in songs if song}


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
