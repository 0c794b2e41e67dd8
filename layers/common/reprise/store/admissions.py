"""How a generation comes into being: its idempotency record, charge, limits, quota and track in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from reprise.domain.accounts import Profile
from reprise.domain.credits import Entry
from reprise.domain.quota import Quota
from reprise.domain.track import Track
from reprise.store.accounts import profile_of
from reprise.store.attributes import decode, encode, from_item
from reprise.store.dynamo import Operation, put, read_all
from reprise.store.keys import Keys
from reprise.store.tracks import Tracks

_CLAIM = {"S": "claim"}
"""Stands for the sort key that a claim does not have."""


@dataclass(frozen=True, slots=True)
class IdempotencyRecord:
    """A request that was made under an idempotency key. `expires_at` (epoch seconds) is set for keyless ones only."""

    id: str
    fingerprint: str
    track_id: str
    created_at: datetime
    expires_at: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known when a request comes in."""

    claim: IdempotencyRecord | None
    profile: Profile | None
    quota: Quota


@dataclass(frozen=True, slots=True)
class Admissions:
    """The idempotency table, and those that change together with it."""

    tracks: Tracks
    table: str

    def standing(self, claim_id: str, user_id: str, provider: str) -> Standing:
        """IdempotencyRecord, profile and quota in one read."""
        accounts = self.tracks.accounts
        keys = {self.table: [{"id": claim_id}], accounts.table: [Keys.profile(user_id), Keys.quota(provider)]}
        found = {item.get("sk", _CLAIM)["S"]: item for item in read_all(self.tracks.client, keys)}
        claim, profile, quota = (found.get(place) for place in (_CLAIM["S"], "profile", "quota"))
        return Standing(
            decode(from_item(claim), IdempotencyRecord) if claim else None,
            profile_of(profile) if profile else None,
            decode(from_item(quota) if quota else {"provider": provider}, Quota),
        )

    def admit(
        self,
        before: Standing,
        claim: IdempotencyRecord,
        profile: Profile,
        entries: list[Entry],
        quota: Quota | None,
        track: Track,
    ) -> None:
        """Write all that a new generation is, or nothing. Raises Lost when any of it has changed since `before`."""
        accounts = self.tracks.accounts
        accounts.write(
            [
                self._claim(before.claim, claim),
                accounts.replace_profile(before.profile, profile),
                *map(accounts.add_entry, entries),
                *([accounts.replace_quota(quota)] if quota else []),
                self.tracks.create(track),
            ]
        )

    def _claim(self, before: IdempotencyRecord | None, claim: IdempotencyRecord) -> Operation:
        if before is None:
            return put(self.table, encode(claim), "attribute_not_exists(id)")
        return put(self.table, encode(claim), "track_id = :before", before=before.track_id)
