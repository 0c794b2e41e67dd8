"""Deleting a track. What its request was answered is kept, so that a replay of the request is still answered so."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from reprise.domain.accounts import Profile, cancelled_for
from reprise.domain.credits import Tenths
from reprise.domain.decision import Decision
from reprise.domain.errors import Conflict
from reprise.domain.events import Deleted
from reprise.domain.lifecycle import apply
from reprise.domain.track import Track
from reprise.store.records import Records
from reprise.usecases.library import Library
from reprise.usecases.transition import until_won


@dataclass(frozen=True, slots=True)
class Deleter:
    """What deleting needs. `refunded_a_day`: how many tasks that a provider has taken a user may cancel for nothing."""

    library: Library
    records: Records
    refunded_a_day: int

    def delete(self, user_id: str, track_id: str) -> Tenths:
        """Delete a track; a running one is cancelled with it. Its objects follow. Raises NotFound, Conflict.

        Returns what went back to the owner with it.
        """
        track = self.library.get(user_id, track_id)
        if track.run_id is not None:
            raise Conflict("part_of_run")
        return until_won(partial(self._delete, track_id), self.library.clock)

    def _delete(self, track_id: str) -> Tenths:
        track = self.library.tracks.kept(track_id)
        return self._deleted(track) if track else 0

    def _deleted(self, track: Track) -> Tenths:
        decision = apply(track, Deleted(), self.library.clock())
        if decision.track.lingers and decision.refunded:
            return self._cancelled(track, decision)
        return self._committed(track, decision)

    def _cancelled(self, track: Track, refunding: Decision) -> Tenths:
        """Of a task that its provider has taken, the refund counts among the day's, or there is none left."""
        tracks, now = self.library.tracks, refunding.track.updated_at
        profile = tracks.accounts.profile(track.user_id) or Profile(track.user_id)
        if profile.at(now).cancels >= self.refunded_a_day:
            return self._committed(track, apply(track, Deleted(refunds=False), now))
        after = cancelled_for(profile, track.operation, track.charged, track.created_at, now)
        account = tracks.accounts.replace_profile(profile, after)
        tracks.commit_settled(track, refunding, account, self.records.keep_answer(track))
        return refunding.refunded

    def _committed(self, track: Track, decision: Decision) -> Tenths:
        self.library.tracks.commit(track, decision, self.records.keep_answer(track))
        return decision.refunded
