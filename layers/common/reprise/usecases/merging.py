"""Joining songs: our copies of them, one after the other, become the one version of a track."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from io import BufferedRandom
from tempfile import TemporaryFile
from typing import IO

from reprise.domain.attempts import is_at_work
from reprise.domain.events import Event, Failed, Finished
from reprise.domain.fetch_errors import FetchRefused
from reprise.domain.jobs import MergeJob
from reprise.domain.media import Inspection, MediaType
from reprise.domain.states import Status
from reprise.domain.track import Failure, Track
from reprise.domain.versions import Asset, Clip, Copy
from reprise.providers.assets.joining import JoinBounds, Joined, JoinFailed
from reprise.store.keys import Keys, Owned
from reprise.store.objects import Objects
from reprise.store.tracks import Tracks
from reprise.usecases.transition import Clock, transition

Join = Callable[[Iterable[IO[bytes]], IO[bytes], JoinBounds, Callable[[], float]], Joined]
"""`join`, or what stands for it."""

STORING = timedelta(seconds=30)
"""What is left of the time for putting the song into the bucket and for saying so."""

UNUSABLE = "merge_source_unusable"
CODES = {"gone": "merge_source_gone", "deadline": "merge_timeout", "too_large": "merge_too_large"}
"""Why songs were not joined, as their owner is told; anything else is the fault of a song."""

_LONGEST_TITLE = 100

_LONGEST_SECONDS = 6 * 3600.0
"""Of a song, which may have been joined before: longer than what is small enough to be kept."""


@dataclass(frozen=True, slots=True)
class Merger:
    """What joining needs. `max_bytes`: how large a song, joined or not, may be."""

    tracks: Tracks
    objects: Objects
    max_bytes: int
    join: Join
    clock: Clock

    def merge(self, job: MergeJob, until: datetime) -> Track | None:
        """Join the songs of the job's attempt while it is under way; the track afterwards, None when it is gone.

        Whoever asks again, or twice at once, gets the same: there is one object, and the first to say so counts.
        """
        track = self.tracks.get(job.track_id)
        if track and is_at_work(track, job.attempt):
            moved = transition(self.tracks, track, self._outcome(track, until), self.clock)
            track = moved.track if moved else None
        if _is_unwanted(track):
            self.objects.delete(_key(job))
        return track

    def _outcome(self, track: Track, until: datetime) -> Event:
        """How the attempt ends. Of what was deleted meanwhile, only that it has ended matters."""
        if track.lingers:
            return Finished(track.attempts)
        try:
            copy = self._stored(track) or self._joined(track, min(until, track.deadline_at))
        except (JoinFailed, FetchRefused) as failure:
            return Failed(Failure(CODES.get(failure.reason, UNUSABLE)), attempt=track.attempts)
        clip = Clip(duration_seconds=copy.seconds, title=_title(track))
        return Finished(track.attempts, clip=clip, copies=(replace(copy, seconds=None),))

    def _stored(self, track: Track) -> Copy | None:
        """What another try has stored and died before it could say so."""
        return self.objects.of(track.attempts).stored(Asset.AUDIO, _key(track))

    def _joined(self, track: Track, until: datetime) -> Copy:
        seconds = (until - STORING - self.clock()).total_seconds()
        bounds = JoinBounds(seconds, self.max_bytes, _LONGEST_SECONDS)
        # Files without a name: a killed process leaves nothing on its disk.
        with TemporaryFile() as song, closing(self._sources(track)) as sources:
            joined = self.join(sources, song, bounds, self._now)
            return self._put(track, song, joined)

    def _sources(self, track: Track) -> Generator[IO[bytes], None, None]:
        """The songs, each fetched when the one before it is done: only one is on the disk."""
        for source in track.sources:
            with TemporaryFile() as body:
                self.objects.read(source.key, body, self.max_bytes)
                yield body

    def _now(self) -> float:
        return self.clock().timestamp()

    def _put(self, track: Track, song: BufferedRandom, joined: Joined) -> Copy:
        song.seek(0)
        sha256 = hashlib.file_digest(song, "sha256").hexdigest()
        copy = Copy(Asset.AUDIO, _key(track), song.tell(), sha256, seconds=joined.seconds)
        return self.objects.of(track.attempts).put(copy, Inspection(joined.media, joined.seconds), song)


def _key(owner: Owned) -> str:
    return Keys.file(Keys.stem(owner, 0, Asset.AUDIO), MediaType.MP3)


def _is_unwanted(track: Track | None) -> bool:
    """Whether nothing may stay of what this try, or one that died, has stored."""
    return track is None or track.status is Status.FAILED


def _title(track: Track) -> str | None:
    """The wanted title, else those of the songs."""
    titles = dict.fromkeys(filter(None, (source.title for source in track.sources)))
    return track.request.title or " + ".join(titles)[:_LONGEST_TITLE] or None
