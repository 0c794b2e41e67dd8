"""How a generation comes into being: its idempotency record, charge, limits, permit and track in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from reprise.domain.accounts import Profile
from reprise.domain.credits import Entry
from reprise.domain.gates import Gate
from reprise.domain.track import Track
from reprise.store.accounts import profile_key
from reprise.store.attributes import decode, encode, from_item
from reprise.store.dynamo import Operation, put, read_all
from reprise.store.gates import Gates, gate_key
from reprise.store.tracks import Tracks


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
    gate: Gate


@dataclass(frozen=True, slots=True)
class Admissions:
    """The idempotency table, and those that change together with it."""

    tracks: Tracks
    gates: Gates
    table: str

    def standing(self, claim_id: str, user_id: str, gate: str) -> Standing:
        """Idempotency record, profile and gate in one read."""
        accounts = self.tracks.accounts
        keys = {self.table: [{"id": claim_id}], accounts.table: [profile_key(user_id), gate_key(gate)]}
        found = [from_item(item) for item in read_all(self.tracks.client, keys)]
        profile = next((item for item in found if item.get("sk") == "profile"), None)
        fields = next((item for item in found if item.get("sk") == "gate"), {})
        claim = next((item for item in found if "id" in item), None)
        return Standing(
            decode(claim, IdempotencyRecord) if claim else None,
            decode(profile, Profile) if profile else None,
            self.gates.gate(gate, fields),
        )

    def admit(
        self,
        before: Standing,
        claim: IdempotencyRecord,
        profile: Profile,
        entries: list[Entry],
        track: Track,
        at_gate: Sequence[Operation],
    ) -> None:
        """Write all that a new generation is, or nothing. Raises Lost when any of it has changed since `before`."""
        accounts = self.tracks.accounts
        accounts.write(
            [
                self._claim(before.claim, claim),
                accounts.replace_profile(before.profile, profile),
                *map(accounts.add_entry, entries),
                *at_gate,
                self.tracks.create(track),
            ]
        )

    def _claim(self, before: IdempotencyRecord | None, claim: IdempotencyRecord) -> Operation:
        if before is None:
            return put(self.table, encode(claim), "attribute_not_exists(id)")
        return put(self.table, encode(claim), "track_id = :before", before=before.track_id)
