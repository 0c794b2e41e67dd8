"""What follows from a commit, read off the stream: every effect here may happen twice and is then once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from reprise.domain.attempts import is_at_work
from reprise.domain.copies import new_copy_job
from reprise.domain.jobs import AskJob, CopyJob, MergeJob
from reprise.domain.notification import failure_notice
from reprise.domain.states import Status
from reprise.domain.timings import Timing, of_segment
from reprise.domain.track import Track
from reprise.providers.provider import Pool
from reprise.store.keys import Keys
from reprise.store.notifications import Notifications
from reprise.store.objects import Objects
from reprise.store.queues import Queue
from reprise.usecases.clearing import Clearer, has_to_end
from reprise.usecases.delivering import Deliverer
from reprise.usecases.polling import is_asked_about
from reprise.usecases.telling import Teller
from reprise.usecases.waking import Waker


@dataclass(frozen=True, slots=True)
class Follower:
    """Where the effects go."""

    downloads: Queue
    notifications: Notifications
    objects: Objects
    waker: Waker
    asks: Queue
    merges: Queue
    pool: Pool
    teller: Teller
    clearer: Clearer
    deliverer: Deliverer
    timed: Callable[[Track, Timing], None]
    copy_job: Callable[[Track | None, Track], CopyJob | None] = new_copy_job
    """The job that a change makes necessary: `new_copy_job`, or `any_copy_job` where audio is copied at once."""

    def for_batch(self) -> Follower:
        """The same for one batch of the stream, which wakes a gate once."""
        return replace(self, waker=self.waker.afresh())

    def follow(self, before: Track | None, after: Track | None) -> None:
        """Do what follows from a track having become `after`; None is a track that is not there."""
        if before is not None:
            self._permit(before, after)
        if after is not None:
            for rule in (
                self.deliverer.follow,
                self._copies,
                self._lost_copies,
                self._submission,
                self._work,
                self._question,
                self._notice,
                self._part_of_run,
            ):
                rule(before, after)
        elif before is not None:
            self.objects.delete_prefix(Keys.folder(before))
            self.deliverer.withdraw(before)

    def _permit(self, before: Track, after: Track | None) -> None:
        """An attempt that is over, or whose track is gone, needs its permit no more."""
        if before.permit is not None and _permit_of(before) != _permit_of(after):
            self.waker.give_back(before)

    def _copies(self, before: Track | None, after: Track) -> None:
        job = self.copy_job(before, after)
        if job:
            self.downloads.send(job)

    def _lost_copies(self, before: Track | None, after: Track) -> None:
        """What was copied before a track failed goes with its failure."""
        if before and _has_failed(after) and any(version.copies for version in before.versions):
            self.objects.delete_prefix(Keys.folder(after))

    def _submission(self, before: Track | None, after: Track) -> None:
        """A track that comes into a line, or has a new time in it, is announced to its gate."""
        if after.waits and _line_of(before) != _line_of(after):
            self.waker.wake(after)

    def _work(self, before: Track | None, after: Track) -> None:
        """What we make ourselves is work as soon as it is claimed: it need not be taken, so that cannot be lost."""
        if after.operation.made_here and _is_out(after, after) and not _is_out(before, after):
            self.merges.send(MergeJob(after.user_id, after.track_id, after.attempts))

    def _question(self, before: Track | None, after: Track) -> None:
        """A provider that does not call back is asked about what it has taken, and after each question again.

        Whoever asked, the next question follows from that commit: it cannot be lost, and there is only one.
        """
        provider = self.pool.get(after.provider)
        if provider is None or provider.cadence is None or not _is_asked(after, after):
            return
        if not _is_asked(before, after):
            self._ask(after, provider.cadence.first)
        elif before and before.asked_at != after.asked_at:
            self._ask(after, provider.cadence.every)

    def _ask(self, track: Track, wait: timedelta) -> None:
        self.asks.send(AskJob(track.track_id, track.attempts, track.asked_at), wait.total_seconds())

    def _part_of_run(self, before: Track | None, after: Track) -> None:
        """Its waiter is told when it is settled; a run that is over waits for the last of its tracks."""
        if after.run_id is None:
            return
        self.teller.follow(before, after)
        if has_to_end(before) and not has_to_end(after):
            self.clearer.clear_as_it_is(after.run_id)
        for timing in of_segment(before, after):
            self.timed(after, timing)

    def _notice(self, before: Track | None, after: Track) -> None:
        # A run tells of itself, what is free is answered or was never asked for, and who deletes a track knows it.
        is_told = after.charged and not (after.run_id or after.deleted_at)
        if _has_failed(after) and not _has_failed(before) and is_told:
            self.notifications.add(failure_notice(after))


def _line_of(track: Track | None) -> tuple[str | None, datetime | None] | None:
    return (track.gate, track.submit_at) if track else None


def _permit_of(track: Track | None) -> tuple[int | None, int] | None:
    return (track.permit, track.attempts) if track else None


def _is_out(track: Track | None, after: Track) -> bool:
    """Whether a track, as it was or is, has the attempt of `after` out."""
    return track is not None and is_at_work(track, after.attempts)


def _is_asked(track: Track | None, after: Track) -> bool:
    """Whether a track, as it was or is, has the attempt of `after` under way."""
    return track is not None and is_asked_about(track, after.attempts)


def _has_failed(track: Track | None) -> bool:
    return track is not None and track.status is Status.FAILED
