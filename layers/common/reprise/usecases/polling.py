"""Asking, again and again, about a task whose provider does not call back: `follow` queues the next question."""

from __future__ import annotations

from dataclasses import dataclass

from reprise.domain.attempts import is_at_work
from reprise.domain.jobs import AskJob
from reprise.domain.states import Submission
from reprise.domain.track import Track
from reprise.store.tracks import Tracks
from reprise.usecases.asking import Asker


@dataclass(frozen=True, slots=True)
class Poller:
    """What polling needs."""

    tracks: Tracks
    asker: Asker

    def poll(self, job: AskJob) -> Track | None:
        """Ask about the job's attempt while it is under way; the track afterwards, None when nobody was asked."""
        track = self.tracks.get(job.track_id)
        if track is None or not is_asked_about(track, job.attempt):
            return None
        # Since this job was queued somebody has asked: a message that came twice, or the sweep. Theirs is the next one.
        return self.asker.ask(track) if track.asked_at == job.since else None


def is_asked_about(track: Track, attempt: int) -> bool:
    """Whether this attempt is the one that the provider has under way."""
    return track.submission is Submission.ACCEPTED and is_at_work(track, attempt)
