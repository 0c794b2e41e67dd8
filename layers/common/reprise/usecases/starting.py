"""Starting a task: the wish granted, charged and its track made in one transaction, then sent once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from reprise.domain import quota as quotas
from reprise.domain.accounts import Profile
from reprise.domain.admission import Standing, Terms, admit, made_before, provider_of, sources_for
from reprise.domain.attempts import queued
from reprise.domain.decision import answer
from reprise.domain.errors import NotFound
from reprise.domain.events import Claimed
from reprise.domain.lifecycle import apply
from reprise.domain.quota import Quota
from reprise.domain.track import Lane, Track
from reprise.domain.wishes import IdempotencyRecord, Wish
from reprise.providers.provider import Pool
from reprise.store.admissions import Admissions
from reprise.store.dynamo import Lost
from reprise.usecases.sending import Sender, hash_token
from reprise.usecases.transition import Clock, until_won


@dataclass(frozen=True, slots=True)
class Started:
    """A task that a request started, or had started before. `profile` is the owner's account afterwards."""

    track: Track
    profile: Profile
    replayed: bool


@dataclass(frozen=True, slots=True)
class Starter:
    """What starting needs. `patience`: how long a provider may be silent before it is asked."""

    admissions: Admissions
    sender: Sender
    pool: Pool
    terms: Terms
    patience: timedelta
    clock: Clock
    new_id: Callable[[], str]
    new_token: Callable[[], str]

    def start(self, wish: Wish) -> Started:
        """The task of this wish: a new one, or the one that it started before."""
        token = self.new_token()
        started = until_won(partial(self._grant, wish, token), self.clock)
        if started.replayed or not started.track.attempts:
            return started
        return replace(started, track=self.sender.send(started.track, token))

    def _grant(self, wish: Wish, token: str) -> Started:
        standing = self.admissions.standing(wish, wish.provider or self.pool.default)
        made = made_before(standing, wish, self.clock())
        before = self._replay(made, standing.profile) if made else None
        if before:
            return before
        if made and wish.key:
            raise NotFound("the track of this key was deleted")
        return self._make(standing, wish, token)

    def _replay(self, made: IdempotencyRecord, profile: Profile | None) -> Started | None:
        """What the request made before, unless it has been deleted."""
        if profile is None:  # a batch is no snapshot: the record was read after its transaction, the profile before
            raise Lost(["profile"])
        track = self.admissions.tracks.get(made.track_id)
        return Started(track, profile, replayed=True) if track else None

    def _make(self, standing: Standing, wish: Wish, token: str) -> Started:
        now = self.clock()
        sources = sources_for(standing, wish)
        provider = self.pool.able(provider_of(standing, wish) or self.pool.default, wish.operation)
        provider.check(wish.operation, wish.request, sources)
        granted = admit(standing, wish, sources, self.terms, self.new_id, now)
        lane = granted.track.lane
        allowed = quotas.share(provider.calls_per_10_seconds, premium=lane is Lane.PREMIUM)
        taken = quotas.take(standing.quota, allowed, now)
        track = self._claimed(granted.track, token) if taken else _waiting(granted.track, standing.quota, allowed)
        admission = replace(granted, track=track)
        self.admissions.write(wish, standing, admission, taken)
        return Started(track, admission.profile, replayed=False)

    def _claimed(self, track: Track, token: str) -> Track:
        return apply(track, Claimed(hash_token(token), track.created_at + self.patience), track.created_at).track


def _waiting(track: Track, quota: Quota, allowed: int) -> Track:
    return answer(queued(track, quotas.free_at(quota, allowed, track.created_at)))
