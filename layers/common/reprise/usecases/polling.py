"""Asking, again and again, about a task whose provider does not call back. Each question queues the next one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from reprise.domain.jobs import AskJob
from reprise.domain.track import Submission, Track
from reprise.providers.provider import Cadence
from reprise.store.queues import Queue
from reprise.store.tracks import Tracks
from reprise.usecases.asking import Asker
from reprise.usecases.transition import Clock

_EARLY = timedelta(seconds=1)
"""The queue counts whole seconds, so that a message may come a little before its time."""


@dataclass(frozen=True, slots=True)
class Poller:
    """What polling needs."""

    tracks: Tracks
    asker: Asker
    asks: Queue
    clock: Clock

    def poll(self, job: AskJob) -> Track | None:
        """Ask about the job's attempt while it is under way; the track afterwards, None when nobody was asked."""
        track = self.tracks.get(job.track_id)
        if track is None or not is_asked_about(track, job.attempt):
            return None
        cadence = self.asker.pool[track.provider].cadence
        if cadence is None or self._was_asked_just_now(track, cadence):
            return None
        return self._ask(job, track, cadence)

    def _ask(self, job: AskJob, track: Track, cadence: Cadence) -> Track:
        """Ask, and queue the next question unless this was the last one."""
        asked = self.asker.ask(track)
        if is_asked_about(asked, job.attempt):
            self.asks.send(job, cadence.every.total_seconds())
        return asked

    def _was_asked_just_now(self, track: Track, cadence: Cadence) -> bool:
        """A message that came twice asks nobody: the other one goes on."""
        return track.asked_at is not None and self.clock() - track.asked_at < cadence.every - _EARLY


def is_asked_about(track: Track, attempt: int) -> bool:
    """Whether this attempt is the one that the provider has under way."""
    return track.attempts == attempt and track.submission is Submission.ACCEPTED and not track.ended
