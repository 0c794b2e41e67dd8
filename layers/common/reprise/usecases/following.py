"""What follows from a commit, read off the stream: every effect here may happen twice and is then once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from reprise.domain.copies import new_copy_job
from reprise.domain.jobs import SendJob
from reprise.domain.notification import failure_notice
from reprise.domain.track import Status, Track
from reprise.store.notifications import Notifications
from reprise.store.objects import Objects, folder_of
from reprise.store.queues import Queue
from reprise.usecases.transition import Clock


@dataclass(frozen=True, slots=True)
class Follower:
    """Where the effects go."""

    downloads: Queue
    submissions: Queue
    notifications: Notifications
    objects: Objects
    clock: Clock

    def follow(self, before: Track | None, after: Track | None) -> None:
        """Do what follows from a track having become `after`; None is a track that is not there."""
        if after is None:
            if before is not None:
                self.objects.delete_prefix(folder_of(before))
            return
        for rule in (self._copies, self._submission, self._notice):
            rule(before, after)

    def _copies(self, before: Track | None, after: Track) -> None:
        if job := new_copy_job(before, after):
            self.downloads.send(job)

    def _submission(self, before: Track | None, after: Track) -> None:
        if after.waits and (before is None or before.submit_at != after.submit_at):
            self.submissions.send(SendJob(after.track_id), _seconds_until(after.submit_at, self.clock))

    def _notice(self, before: Track | None, after: Track) -> None:
        if after.status is Status.FAILED and (before is None or before.status is not Status.FAILED):
            self.notifications.add(failure_notice(after))


def _seconds_until(moment: datetime | None, clock: Callable[[], datetime]) -> float:
    return (moment - clock()).total_seconds() if moment else 0.0
