"""The rules of copies: what a track takes, and when a job is needed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from reprise.domain import events as ev
from reprise.domain.arrivals import looked_after
from reprise.domain.decision import Decision
from reprise.domain.jobs import CopyJob
from reprise.domain.states import Stage, Status
from reprise.domain.track import Track
from reprise.domain.versions import Asset, Copy, Version


def copied(track: Track, event: ev.Copied, now: datetime) -> Decision:
    """The first stored copy of an asset stays. When no copy is missing, the sweep need not look again.

    But it looks at once where a dead link is to be asked for anew.

    The places are handled in their order. So of two equal songs in one event, the earlier place takes its own.
    What failed takes none.
    """
    changed = track
    for place in sorted(filter(partial(_takes_copies, track), event.copies)):
        changed = _with_copies(changed, place, event)
    is_done = changed.ended and not changed.copies_missing
    return Decision(looked_after(changed, now) if is_done else changed)


def _with_copies(track: Track, place: int, event: ev.Copied) -> Track:
    version = track.versions[place]
    wanted = event.copies[place] if event.last_try else _without_twins(track, event.copies[place])
    for copy in wanted:
        if _is_news(version, copy):
            version = _timed(version, copy).with_copy(replace(copy, seconds=None, url=""))
    return track.with_version(place, version)


def _takes_copies(track: Track, place: int) -> bool:
    """Whether a version is there to stay: its track is finished, or its attempt is the one that is under way."""
    if place not in track.places:
        return False
    is_open = track.versions[place].attempt == track.attempts > track.closed_attempt
    return track.status is Status.COMPLETED or (is_open and not track.ended)


def _timed(version: Version, copy: Copy) -> Version:
    """How long a song or a file plays that we have read ourselves, where its provider was silent."""
    files = tuple(replace(file, seconds=copy.seconds) if file.asset is copy.asset else file for file in version.files)
    timed = replace(version, files=files)
    if copy.asset is not Asset.AUDIO or version.clip.duration_seconds is not None:
        return timed
    return replace(timed, clip=replace(version.clip, duration_seconds=copy.seconds))


def _is_news(version: Version, copy: Copy) -> bool:
    """The first copy of an asset is news, and so is an object where there was a refusal."""
    known = version.outcome(copy.asset)
    if known is None:
        wanted = version.wanted()
        return copy.asset in wanted and copy.url in ("", wanted[copy.asset])
    return known.refused and copy.stored


def _without_twins(track: Track, copies: Sequence[Copy]) -> list[Copy]:
    """The copies but for songs that another variant has already. Providers serve those for a while."""
    songs = _songs(track)
    return [copy for copy in copies if (copy.asset, copy.sha256) not in songs]


def _songs(track: Track) -> set[tuple[Asset, str]]:
    """The songs that are stored, by their checksums."""
    songs = [version.copy(Asset.AUDIO) for version in track.versions]
    return {(song.asset, song.sha256) for song in songs if song}


def copy_job(track: Track, before: Track | None = None) -> CopyJob | None:
    """The job for what a finished track lacks, or has come to lack since it was as `before`; None for nothing."""
    if track.status is not Status.COMPLETED:
        return None
    return _job(track, filter(partial(_lacks_more, before, track), track.places))


def _lacks_more(before: Track | None, track: Track, place: int) -> bool:
    known = before.missing(place) if before and place in before.places else {}
    return bool(track.missing(place).items() - known.items())


def _job(track: Track, places: Iterable[int]) -> CopyJob | None:
    named = tuple(places)
    return CopyJob(track.user_id, track.track_id, named, track.run_id) if named else None


def new_copy_job(before: Track | None, after: Track) -> CopyJob | None:
    """The job that this change makes necessary. What a finished track has lacked before has had its own."""
    was_finished = before is not None and before.status is Status.COMPLETED
    return copy_job(after, before if was_finished else None)


def any_copy_job(before: Track | None, after: Track) -> CopyJob | None:
    """The same where audio is copied as soon as it is there: also the job for what a running track has got."""
    early = _early_places(after) - _early_places(before)
    return new_copy_job(before, after) or _job(after, sorted(early))


def to_copy(track: Track, place: int) -> dict[Asset, str]:
    """What can be copied of a version now, with its URL: before the end its audio only, for pictures may change."""
    missing = track.missing(place)
    wanted = missing if track.status is Status.COMPLETED else missing.keys() & {Asset.AUDIO}
    return {asset: missing[asset] for asset in wanted}


def _early_places(track: Track | None) -> set[int]:
    return set(filter(partial(_is_early, track), track.places)) if track else set()


def _is_early(track: Track, place: int) -> bool:
    """Whether a running track's audio is there to be copied. In a run it is not known yet which version will lead."""
    return all((
        track.status is Status.PROCESSING,
        track.seen.rank >= Stage.FIRST.rank,
        not track.run_id,
        Asset.AUDIO in track.missing(place),
        _takes_copies(track, place),
    ))  # fmt: skip
