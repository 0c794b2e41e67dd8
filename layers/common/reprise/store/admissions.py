"""How a task comes into being: its idempotency record, charge, limits, permit and track in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reprise.domain.admission import Admission, Standing
from reprise.domain.gates import Account
from reprise.domain.wishes import IdempotencyRecord, Wish
from reprise.store.accounts import profile_of
from reprise.store.attributes import Item, decode, encode, from_item
from reprise.store.dynamo import Operation, put, read_all
from reprise.store.gates import GatesTable
from reprise.store.keys import Keys
from reprise.store.tracks import Tracks, is_track_id, track_of


@dataclass(frozen=True, slots=True)
class Admissions:
    """The idempotency table, and those that change together with it."""

    tracks: Tracks
    gates: GatesTable
    table: str

    def standing(self, wish: Wish, account: Account, track_id: str) -> Standing:
        """All that is known of a wish before it is granted, in one read."""
        gate = account.gate_of(track_id)
        keys = {
            self.table: [{"id": _id(wish)}],
            self.tracks.accounts.table: [Keys.profile(wish.user_id), Keys.gate(gate)],
        }
        if wish.source and is_track_id(wish.source.track_id):
            keys[self.tracks.table] = [Keys.track(wish.source.track_id)]
        found = list(read_all(self.tracks.client, keys))
        profile, at_gate = _at("profile", found), _at("gate", found)
        record = next((item for item in found if "id" in item), None)
        source = next((item for item in found if "task_type" in item), None)
        return Standing(
            decode(from_item(record), IdempotencyRecord) if record else None,
            profile_of(profile) if profile else None,
            self.gates.of(account).gate(gate, from_item(at_gate or {})),
            track_of(source) if source else None,
        )

    def write(self, wish: Wish, before: Standing, admission: Admission, also: Sequence[Operation]) -> None:
        """Write all that a new task is, or nothing. Raises Lost when any of it has changed since `before`."""
        accounts = self.tracks.accounts
        accounts.write(
            [
                self._record(wish, before.record, admission.record),
                accounts.replace_profile(before.profile, admission.profile),
                *map(accounts.add_entry, admission.entries),
                *also,
                self.tracks.create(admission.track),
            ]
        )

    def _record(self, wish: Wish, before: IdempotencyRecord | None, record: IdempotencyRecord) -> Operation:
        item = {"id": _id(wish), **encode(record)}
        if before is None:
            return put(self.table, item, "attribute_not_exists(id)")
        return put(self.table, item, "track_id = :before", before=before.track_id)


def _at(place: str, found: list[Item]) -> Item | None:
    return next((item for item in found if item.get("sk") == {"S": place}), None)


def _id(wish: Wish) -> str:
    return Keys.record(wish.user_id, wish.key, wish.fingerprint)
