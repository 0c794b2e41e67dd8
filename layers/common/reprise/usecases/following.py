"""What follows from a commit, read off the stream: every effect here may happen twice and is then once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from reprise.domain.copies import new_copy_job
from reprise.domain.jobs import AskJob
from reprise.domain.notification import failure_notice
from reprise.domain.track import Status, Track
from reprise.providers.provider import Cadence, Pool
from reprise.store.keys import Keys
from reprise.store.notifications import Notifications
from reprise.store.objects import Objects
from reprise.store.queues import Queue
from reprise.usecases.polling import is_asked_about
from reprise.usecases.waking import Waker


@dataclass(frozen=True, slots=True)
class Follower:
    """Where the effects go."""

    downloads: Queue
    notifications: Notifications
    objects: Objects
    waker: Waker
    asks: Queue
    pool: Pool

    def for_batch(self) -> Follower:
        """The same for one batch of the stream, which wakes a gate once."""
        return replace(self, waker=self.waker.afresh())

    def follow(self, before: Track | None, after: Track | None) -> None:
        """Do what follows from a track having become `after`; None is a track that is not there."""
        if before is not None and _is_permit_free(before, after):
            self.waker.give_back(before)
        if after is None:
            if before is not None:
                self.objects.delete_prefix(Keys.folder(before))
            return
        for rule in (self._copies, self._submission, self._question, self._notice):
            rule(before, after)

    def _copies(self, before: Track | None, after: Track) -> None:
        if job := new_copy_job(before, after):
            self.downloads.send(job)

    def _submission(self, before: Track | None, after: Track) -> None:
        if after.waits and (before is None or _line_of(before) != _line_of(after)):
            self.waker.wake(after)

    def _question(self, before: Track | None, after: Track) -> None:
        """A provider that does not call back is asked about what it has taken, and after each question again.

        Whoever asked, the next question follows from that commit: it cannot be lost, and there is only one.
        """
        provider = self.pool.get(after.provider)
        if provider is None or provider.cadence is None or not is_asked_about(after, after.attempts):
            return
        wait = _until_asked(before, after, provider.cadence)
        if wait is not None:
            self.asks.send(AskJob(after.track_id, after.attempts, after.asked_at), wait.total_seconds())

    def _notice(self, before: Track | None, after: Track) -> None:
        if after.status is Status.FAILED and (before is None or before.status is not Status.FAILED):
            self.notifications.add(failure_notice(after))


def _until_asked(before: Track | None, after: Track, cadence: Cadence) -> timedelta | None:
    """How long the question waits that follows from this commit; None: none does."""
    if before is None or not is_asked_about(before, after.attempts):
        return cadence.first
    return cadence.every if before.asked_at != after.asked_at else None


def _line_of(track: Track) -> tuple[str | None, datetime | None]:
    return track.gate, track.submit_at


def _is_permit_free(before: Track, after: Track | None) -> bool:
    held = before.permit, before.attempts
    return before.permit is not None and (after is None or (after.permit, after.attempts) != held)
