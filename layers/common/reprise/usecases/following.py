"""What follows from a commit, read off the stream: every effect here may happen twice and is then once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from reprise.domain.jobs import CopyJob
from reprise.domain.notification import failure_notice
from reprise.domain.track import Status, Track
from reprise.store.notifications import Notifications
from reprise.store.objects import Objects
from reprise.store.queues import Queue
from reprise.usecases.waking import Waker


@dataclass(frozen=True, slots=True)
class Follower:
    """Where the effects go."""

    downloads: Queue
    notifications: Notifications
    objects: Objects
    waker: Waker

    def for_batch(self) -> Follower:
        """The same for one batch of the stream, which wakes a gate once."""
        return replace(self, waker=self.waker.afresh())

    def follow(self, before: Track | None, after: Track | None) -> None:
        """Do what follows from a track having become `after`; None is a track that is not there."""
        if before is not None and _is_permit_free(before, after):
            self.waker.give_back(before)
        if after is None:
            if before is not None:
                self.objects.delete_prefix(folder(before))
            return
        for rule in (self._copies, self._submission, self._notice):
            rule(before, after)

    def _copies(self, before: Track | None, after: Track) -> None:
        self.downloads.send_all(new_copy_jobs(before, after))

    def _submission(self, before: Track | None, after: Track) -> None:
        if after.waits and (before is None or _line_of(before) != _line_of(after)):
            self.waker.wake(after)

    def _notice(self, before: Track | None, after: Track) -> None:
        if after.status is Status.FAILED and (before is None or before.status is not Status.FAILED):
            self.notifications.add(failure_notice(after))


def folder(track: Track | CopyJob) -> str:
    """Where a track's objects are, with the slash."""
    return f"{track.user_id}/{track.track_id}/"


def copy_jobs(track: Track) -> list[CopyJob]:
    """One job for each version of a finished track that still has something to copy."""
    if track.status is not Status.COMPLETED:
        return []
    missing = (index for index, version in enumerate(track.versions) if version.missing())
    return [CopyJob(track.user_id, track.track_id, index) for index in missing]


def new_copy_jobs(before: Track | None, after: Track) -> list[CopyJob]:
    """The jobs that this very change has made necessary."""
    known = len(before.versions) if before and before.status is Status.COMPLETED else 0
    return [job for job in copy_jobs(after) if job.slot >= known]


def _line_of(track: Track) -> tuple[str | None, datetime | None]:
    return track.gate, track.submit_at


def _is_permit_free(before: Track, after: Track | None) -> bool:
    held = before.permit, before.attempts
    return before.permit is not None and (after is None or (after.permit, after.attempts) != held)
