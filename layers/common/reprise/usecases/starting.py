"""Starting a generation: admitted, charged and made in one transaction, then sent once."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

from reprise.domain.accounts import Profile, admit
from reprise.domain.credits import COSTS, Tenths, charge
from reprise.domain.errors import FieldError, IdempotencyMismatch, InvalidInput, NotFound, UnsupportedFeature
from reprise.domain.requests import Song
from reprise.domain.track import Lane, Track
from reprise.store.admissions import Admissions, IdempotencyRecord, Standing
from reprise.store.attributes import encode
from reprise.store.dynamo import Lost
from reprise.usecases.accounts import opening
from reprise.usecases.entering import Door
from reprise.usecases.sending import Sender
from reprise.usecases.transition import until_won

REPEAT_WINDOW = timedelta(seconds=5)
"""Without a key, an identical request within this time is the same request."""

_KEPT_FOR_TTL = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Started:
    """A generation that a request made, or had made before. `profile` is the owner's account afterwards."""

    track: Track
    profile: Profile
    replayed: bool


@dataclass(frozen=True, slots=True)
class Generator:
    """What starting a generation needs. Signup credits are in tenths."""

    admissions: Admissions
    sender: Sender
    timeout: timedelta
    signup_credits: Tenths

    def start(self, user_id: str, request: Song, key: str | None) -> Started:
        """The generation of this request: a new one, or the one that it made before."""
        self._check(request)
        token = self.sender.new_token()
        started = until_won(lambda: self._admit(user_id, request, key, token))
        if started.replayed or not started.track.attempts:
            return started
        return replace(started, track=self.sender.send(started.track, token, started.track.created_at))

    def _check(self, request: Song) -> None:
        if not (request.prompt or request.lyrics):
            raise InvalidInput([FieldError("prompt", "required unless lyrics are given")])
        provider = self.sender.providers.get(request.provider)
        if provider is None:
            raise UnsupportedFeature(f"this deployment has no account with {request.provider}")
        provider.check(request)

    def _admit(self, user_id: str, request: Song, key: str | None, token: str) -> Started:
        now = self.sender.clock()
        claim = _claim(user_id, request, key, now)
        gate = self.sender.account.gate_of(claim.track_id)
        before = self.admissions.standing(claim.id, user_id, gate)
        made = before.claim if key or _is_recent(before.claim, now) else None
        replay = self._replay(made, before.profile, claim) if made else None
        if made and key and not replay:
            raise NotFound("the track of this key was deleted")
        return replay or self._create(before, claim, user_id, request, token, now)

    def _replay(self, made: IdempotencyRecord, profile: Profile | None, claim: IdempotencyRecord) -> Started | None:
        """The generation that was made, unless it has been deleted."""
        if made.fingerprint != claim.fingerprint:
            raise IdempotencyMismatch("use a new Idempotency-Key for another request")
        if profile is None:  # a batch is no snapshot: the claim was read after its transaction, the profile before
            raise Lost(["profile"])
        track = self.admissions.tracks.get(made.track_id)
        return Started(track, profile, replayed=True) if track else None

    def _create(
        self,
        before: Standing,
        claim: IdempotencyRecord,
        user_id: str,
        request: Song,
        token: str,
        now: datetime,
    ) -> Started:
        cost = COSTS["track"]
        known, entries = opening(before.profile, user_id, self.signup_credits, now)
        profile = admit(known, claim.track_id, cost, now)
        paid = charge(user_id, claim.track_id, cost, "track", now)
        write = partial(self.admissions.admit, before, claim, profile, [*entries, paid])
        track = self._track(claim, user_id, request, cost, profile.plan.lane, now)
        door = Door(self.admissions.gates, self.sender)
        track = door.enter(before.gate, replace(track, gate=before.gate.id), token, write)
        return Started(track, profile, replayed=False)

    def _track(
        self, claim: IdempotencyRecord, user_id: str, request: Song, cost: Tenths, lane: Lane, now: datetime
    ) -> Track:
        return Track(
            track_id=claim.track_id,
            user_id=user_id,
            request=request,
            charged=cost,
            created_at=now,
            updated_at=now,
            deadline_at=now + self.timeout,
            lane=lane,
        )


def _is_recent(claim: IdempotencyRecord | None, now: datetime) -> bool:
    return claim is not None and claim.created_at > now - REPEAT_WINDOW


def _claim(user_id: str, request: Song, key: str | None, now: datetime) -> IdempotencyRecord:
    # Only what was said: a field that a later release adds must not make another request of an old one.
    said = {name: value for name, value in encode(request).items() if value not in (None, ())}
    fingerprint = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
    if key:
        return IdempotencyRecord(_claim_id("key", user_id, key), fingerprint, uuid4().hex, now)
    expires_at = int((now + _KEPT_FOR_TTL).timestamp())
    return IdempotencyRecord(_claim_id("same", user_id, fingerprint), fingerprint, uuid4().hex, now, expires_at)


def _claim_id(kind: str, user_id: str, key: str) -> str:
    """The place of a claim. Hashed as a list, so that no user's id and key can together spell another's."""
    return f"{kind}#{hashlib.sha256(json.dumps([user_id, key]).encode()).hexdigest()}"
