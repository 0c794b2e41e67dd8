"""What a run is, given its tracks: what plays in which order, what may be released, what makes it longer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from itertools import chain
from operator import attrgetter

from reprise.domain.runs import Run
from reprise.domain.states import Status
from reprise.domain.track import Track

SHORTEST = timedelta(minutes=18)
LONGEST = timedelta(minutes=24)
"""How long a journey plays."""

MAX_EXTENSIONS = 3

ADDED_SECONDS = 20
"""What an extension that holds its source adds to it at least; a song that is longer by less is another song."""

Parts = Mapping[str, Track]
"""Tracks of a run by their id."""


def is_delivered(track: Track) -> bool:
    """Whether a segment is there to stay."""
    return track.status is Status.COMPLETED and track.settled


def seconds_of(track: Track) -> float:
    """How long a segment plays."""
    return track.variant(0).clip.duration_seconds or 0


def playlist(run: Run, parts: Parts) -> tuple[Track, ...]:
    """The segments in the order in which they are played, those that are not finished among them.

    No provider says whether an extension holds its source again. If all of them are clearly longer than their
    sources, they do, and take their places. One that is not says that they are what follows.
    """
    played = [parts[track_id] for track_id in run.segments if track_id in parts]
    extensions = list(filter(is_delivered, _known(run.extensions, parts)))
    hold_sources = all(_adds_to_source(extension, parts) for extension in extensions)
    for extension in extensions:
        place = [track.track_id for track in played].index(extension.sources[0].track_id)
        played[place : place + 1] = [extension] if hold_sources else [played[place], extension]
    return tuple(played)


def _adds_to_source(extension: Track, parts: Parts) -> bool:
    source = parts[extension.sources[0].track_id]
    return seconds_of(extension) >= seconds_of(source) + ADDED_SECONDS


def length_of(run: Run, parts: Parts) -> timedelta:
    """How long the finished segments play."""
    return timedelta(seconds=sum(map(seconds_of, filter(is_delivered, playlist(run, parts)))))


def has_room_for(run: Run, parts: Parts, index: int) -> bool:
    """Whether one more segment fits: with it, as far as one can know, the journey is not too long."""
    length = length_of(run, parts)
    if length < SHORTEST:
        return True
    delivered = [seconds_of(track) for track in parts.values() if is_delivered(track)]
    expected = max([run.passages[index].target_seconds, *delivered])
    return length + timedelta(seconds=expected) <= LONGEST


def next_to_play(run: Run, parts: Parts) -> Track | None:
    """What a run has to wait for now: what is under way, since it has one at a time; else the first that is held.

    Nothing comes after a first segment that failed but that itself.
    """
    known = _known(run.tracks, parts)
    fitting = filter(partial(_fits, run, parts), filter(attrgetter("is_held"), known))
    return next(chain(filter(_is_lost_start, known), filter(attrgetter("is_under_way"), known), fitting), None)


def being_copied(run: Run, parts: Parts) -> Track | None:
    """The first track whose audio is not stored yet: whether it is delivered, and how long the run is, is not known."""
    return next((track for track in _known(run.tracks, parts) if track.copies_missing), None)


def _is_lost_start(track: Track) -> bool:
    return track.run_index == 0 and track.status is Status.FAILED


def _fits(run: Run, parts: Parts, track: Track) -> bool:
    """Whether a held track may be released. An extension was made because it may."""
    return bool(track.sources) or has_room_for(run, parts, track.run_index or 0)


def to_extend(run: Run, parts: Parts) -> Track | None:
    """The segment that is to be extended, the last one; None when the journey is as long as it will be."""
    if length_of(run, parts) >= SHORTEST or len(run.extensions) >= MAX_EXTENSIONS:
        return None
    last = next(filter(is_delivered, reversed(playlist(run, parts))), None)
    return last if last and _is_known_to_provider(last) else None


def _is_known_to_provider(track: Track) -> bool:
    return track.task_id is not None and track.variant(0).clip.provider_audio_id is not None


def _known(track_ids: tuple[str, ...], parts: Parts) -> list[Track]:
    return [parts[track_id] for track_id in track_ids if track_id in parts]
