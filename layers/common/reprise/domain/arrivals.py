"""The rules of what other tasks bring to a finished track: files of its versions, and links for dead ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import reduce

from reprise.domain import events as ev
from reprise.domain.decision import COPY_PATIENCE, Decision
from reprise.domain.fetch_errors import DEAD_LINKS
from reprise.domain.results import LINKS
from reprise.domain.states import Status
from reprise.domain.track import Track
from reprise.domain.versions import Asset, File, Version

MOST_SEARCHES = 1
"""How often dead links are asked for anew before it is left to the owner."""

MOST_OTHERS = 9
"""How many other tasks a file is noted to have been brought by: a track that is worked on for ever must not grow."""


def brought(track: Track) -> Mapping[str, tuple[File, ...]]:
    """What a finished task has brought for the versions of its source, by the provider's ids of their clips."""
    if track.status is not Status.COMPLETED:
        return {}
    return _links(track) if track.operation.result is LINKS else _files(track)


def _links(track: Track) -> Mapping[str, tuple[File, ...]]:
    told = ((version.clip.provider_audio_id, version.clip.audio_url) for version in track.versions)
    return {str(name): (File(Asset.AUDIO, str(url), track.track_id),) for name, url in filter(all, told)}


def _files(track: Track) -> Mapping[str, tuple[File, ...]]:
    files = tuple(replace(file, by=track.track_id) for file in track.files)
    return {source.audio_id: files for source in track.sources if files}


def arrived(track: Track, event: ev.Arrived, now: datetime) -> Decision:
    """A finished track takes the files that it lacks. What is stored stays, and so does what is being copied."""
    if track.status is not Status.COMPLETED:
        return Decision(track)
    versions = tuple(_with_files(version, event) for version in track.versions)
    return Decision(looked_after(replace(track, versions=versions), now) if versions != track.versions else track)


def withdrawn(track: Track, event: ev.Withdrawn, now: datetime) -> Decision:
    """Files go with the last task that has brought them."""
    versions = tuple(version.without_task(event.by) for version in track.versions)
    return Decision(looked_after(replace(track, versions=versions), now) if versions != track.versions else track)


def sought_anew(track: Track, _event: ev.SoughtAnew, _now: datetime) -> Decision:
    """Its dead links have been asked for; the track need not be looked at before there is an answer."""
    left = None if not track.copies_missing else track.due_at
    return Decision(replace(track, searches=track.searches + 1, due_at=left))


def is_sought(track: Track) -> bool:
    """Whether a finished track has audio whose link has died before it was copied, and nobody has asked for it yet."""
    if track.status is not Status.COMPLETED or track.searches >= MOST_SEARCHES:
        return False
    return any(_is_dead(track.versions[place]) for place in track.copied_places)


def _is_dead(version: Version) -> bool:
    audio = version.outcome(Asset.AUDIO)
    return audio is not None and audio.refusal in DEAD_LINKS


def _with_files(version: Version, event: ev.Arrived) -> Version:
    return reduce(_with_file, event.files.get(version.clip.provider_audio_id or "", ()), version)


def _with_file(version: Version, file: File) -> Version:
    """The version with a file that it lacks. Of one that it has, it notes that another task has brought it too."""
    known = version.file(file.asset)
    tasks = known.tasks if known else ()
    if file.by in tasks:  # it is told again, and perhaps late
        return version
    if _lacks(version, file):
        return version.with_file(replace(file, others=tasks[:MOST_OTHERS]))
    others = (*tasks[1:], file.by)[:MOST_OTHERS]
    return version.with_told(replace(known, others=others)) if known else version


def _lacks(version: Version, file: File) -> bool:
    """Whether a file is news: nothing of its kind is known, or what is known was refused for good or is a dead link."""
    if version.copy(file.asset):
        return False
    known = version.wanted().get(file.asset)
    is_other_audio = file.asset is Asset.AUDIO and known != file.url
    return known is None or version.outcome(file.asset) is not None or is_other_audio


def looked_after(track: Track, now: datetime) -> Track:
    """The finished track with when the sweep looks at it: at what is missing, and at once at what is to be sought."""
    if track.copies_missing:
        return replace(track, due_at=now + COPY_PATIENCE)
    return replace(track, due_at=now if is_sought(track) else None)
