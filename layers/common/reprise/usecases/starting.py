"""Starting a task: the wish granted, charged and its track made in one transaction, then sent once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from reprise.domain.accounts import Profile
from reprise.domain.admission import (
    Admission,
    Standing,
    Task,
    Terms,
    admit,
    check_sources,
    made_before,
    provider_of,
    sources_for,
)
from reprise.domain.errors import InsufficientCredits, RateLimited
from reprise.domain.gates import Account, Gate
from reprise.domain.track import Track
from reprise.domain.wishes import Gone, IdempotencyRecord, Wish
from reprise.providers.provider import Pool, Provider
from reprise.store.admissions import Admissions
from reprise.store.dynamo import Lost, Operation
from reprise.usecases.entering import Door
from reprise.usecases.sending import Sender
from reprise.usecases.transition import Clock, until_won


@dataclass(frozen=True, slots=True)
class Started:
    """A task that a request started, or had started before. `profile` is the owner's account afterwards."""

    track: Track | Gone
    profile: Profile
    replayed: bool


@dataclass(frozen=True, slots=True)
class Admitted:
    """A task that has come in, with the token of its first attempt."""

    started: Started
    token: str


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
        return self.send(self.admit(wish))

    def admit(self, wish: Wish) -> Admitted:
        """The task of this wish, not sent yet; whoever admits it sends it at once."""
        track_id, token = self.new_id(), self.new_token()
        return Admitted(until_won(partial(self._grant, wish, track_id, token), self.clock), token)

    def send(self, admitted: Admitted) -> Started:
        """The task after the call to its provider, if it is the first to be made now."""
        started, track = admitted.started, admitted.started.track
        if started.replayed or isinstance(track, Gone) or not track.attempts:
            return started
        return replace(started, track=self.sender.send(track, admitted.token, track.created_at))

    def _grant(self, wish: Wish, track_id: str, token: str) -> Started:
        standing = self._standing(wish, track_id)
        try:
            return self._granted(standing, wish, track_id, token)
        except (RateLimited, InsufficientCredits):
            # A batch is no snapshot: what refuses it now may be the same request, granted after its record was read.
            by_now = standing if standing.record else self._standing(wish, track_id)
            if by_now.record == standing.record:
                raise
            return self._granted(by_now, wish, track_id, token)

    def _standing(self, wish: Wish, track_id: str) -> Standing:
        return self.admissions.standing(wish, self._likely(wish).account, track_id)

    def _granted(self, standing: Standing, wish: Wish, track_id: str, token: str) -> Started:
        made = made_before(standing, wish, self.clock())
        before = self._replay(made, standing.profile, wish) if made else None
        return before or self._make(standing, wish, track_id, token)

    def _likely(self, wish: Wish) -> Provider:
        """The provider whose gate is read: the right one, unless the source's provider is another."""
        return self.pool.wished(wish.provider, wish.operation)

    def _replay(self, made: IdempotencyRecord, profile: Profile | None, wish: Wish) -> Started | None:
        """What the request made before, or what is left of it. Without a key, a deleted one is made again."""
        if profile is None:  # a batch is no snapshot: the record was read after its transaction, the profile before
            raise Lost(["profile"])
        track = self.admissions.tracks.kept(made.track_id) or self._gone(made.track_id, wish)
        return Started(track, profile, replayed=True) if track else None

    def _gone(self, track_id: str, wish: Wish) -> Gone | None:
        """What is left of a track that a key stands for. One that an older release deleted has left nothing."""
        if not wish.key:
            return None
        return self.admissions.records.gone(track_id) or Gone(track_id, wish.operation.cost)

    def _make(self, standing: Standing, wish: Wish, track_id: str, token: str) -> Started:
        sources = sources_for(standing, wish)
        provider = self.pool.able(provider_of(standing, wish), wish.operation)
        check_sources(standing, wish, sources)
        provider.check(wish.operation, wish.request, sources)
        task = Task(track_id, provider.name, sources)
        granted = admit(standing, wish, task, self.terms, self.clock())
        gate = _gate(standing, provider.account, track_id)
        door = Door(self.admissions.gates.of(provider.account), self.patience)
        write = partial(self._write, wish, standing, granted)
        track = door.enter(gate, replace(granted.track, gate=gate.id), token, write)
        return Started(track, granted.profile, replayed=False)

    def _write(
        self, wish: Wish, standing: Standing, granted: Admission, track: Track, also: Sequence[Operation]
    ) -> None:
        self.admissions.write(wish, standing, replace(granted, track=track), also)


def _gate(standing: Standing, account: Account, track_id: str) -> Gate:
    """The gate of a new track. One that was not read with the rest has no permit for it: the track is queued."""
    return standing.gate if account.owns(standing.gate.id) else Gate(account.gate_of(track_id), size=0)
