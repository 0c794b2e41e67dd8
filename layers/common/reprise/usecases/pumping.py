"""Sending what waits: each wake-up sends the track whose turn it is, inside the provider's quota."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from reprise.domain import quota as quotas
from reprise.domain.events import Claimed
from reprise.domain.jobs import SendJob
from reprise.domain.lifecycle import apply
from reprise.domain.track import Lane, Track
from reprise.domain.turns import in_turn
from reprise.store.packing import Newer
from reprise.store.queues import Queue
from reprise.store.tracks import lane_shard
from reprise.usecases.sending import Sender, hash_token
from reprise.usecases.transition import until_won

_LOOK_AHEAD = 100


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """What sending the waiting needs."""

    sender: Sender
    submissions: Queue
    patience: timedelta
    new_token: Callable[[], str]

    def wake(self, job: SendJob) -> list[Track]:
        """Send the next track in turn; the job's own track keeps its wake-up until it has been sent. What was sent."""
        track, now = self.sender.tracks.get(job.track_id), self.sender.clock()
        # After its last call nobody sends it any more, and the sweep ends it: woken again it would spin until then.
        if track is None or not track.waits or now >= track.last_call_at:
            return []
        sent, retry_at = self._send_next(track, now)
        if not any(other.track_id == job.track_id for other in sent):
            retry_at = max(track.submit_at or now, retry_at)
            self.submissions.send(job, (retry_at - self.sender.clock()).total_seconds())
        return sent

    def _send_next(self, own: Track, now: datetime) -> tuple[list[Track], datetime]:
        """Whoever was next, sent; or nobody, and when the quota has room again."""
        for candidate in self._candidates(own, now):
            token = self.new_token()
            try:
                claimed = until_won(partial(self._claim, candidate, token), self.sender.clock)
            except Newer:  # waits for a later release; who stands behind it does not
                continue
            if isinstance(claimed, datetime):
                return [], claimed
            if claimed is not None:
                return [self.sender.send(claimed, token)], now
        return [], now

    def _candidates(self, own: Track, now: datetime) -> Iterator[str]:
        for lane in Lane:
            yield from in_turn(self.sender.tracks.due(lane_shard(lane), now, _LOOK_AHEAD))
        # The index runs a moment behind: a track that has just come due may not be in it yet.
        if own.submit_at is None or own.submit_at <= now:
            yield own.track_id

    def _claim(self, track_id: str, token: str) -> Track | datetime | None:
        """The track, claimed; or when the quota has room; or None when it does not wait any more."""
        tracks, now = self.sender.tracks, self.sender.clock()
        track = tracks.get(track_id)
        if track is None or not track.waits or not _is_its_time(track, now):
            return None
        quota = tracks.accounts.quota(track.provider)
        allowed = quotas.share(
            self.sender.pool[track.provider].calls_per_10_seconds, premium=track.lane is Lane.PREMIUM
        )
        taken = quotas.take(quota, allowed, now)
        if taken is None:
            return quotas.free_at(quota, allowed, now)
        decision = apply(track, Claimed(hash_token(token), now + self.patience), now)
        tracks.commit(track, decision, tracks.accounts.replace_quota(taken))
        return decision.track


def _is_its_time(track: Track, now: datetime) -> bool:
    # Asked of the track itself: the index may still show the moment of an attempt before.
    return (track.submit_at or now) <= now < track.last_call_at
