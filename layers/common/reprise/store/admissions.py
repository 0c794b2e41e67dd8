"""How a task comes into being: its idempotency record, charge, limits, permit and track in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reprise.domain.admission import Admission, Standing
from reprise.domain.gates import Account
from reprise.domain.wishes import IdempotencyRecord, Wish
from reprise.store.accounts import profile_of
from reprise.store.attributes import Item, decode, encode, from_item
from reprise.store.dynamo import Operation, put, read_all
from reprise.store.gates import GatesTable
from reprise.store.indexes import is_id
from reprise.store.keys import Keys
from reprise.store.records import Records
from reprise.store.tracks import Tracks, track_of


@dataclass(frozen=True, slots=True)
class Admissions:
    """The idempotency table, and those that change together with it."""

    tracks: Tracks
    gates: GatesTable
    table: str

    def standing(self, wish: Wish, account: Account, track_id: str) -> Standing:
        """All that is known of a wish before it is granted, in one read."""
        gate = account.gate_of(track_id)
        items = list(read_all(self.tracks.client, self._keys(wish, gate)))
        found = {_kind(item): item for item in items}
        record, profile = found.get("record"), found.get("profile")
        sources = [track_of(item) for item in items if _kind(item) == "track"]
        return Standing(
            decode(from_item(record), IdempotencyRecord) if record else None,
            profile_of(profile) if profile else None,
            self.gates.of(account).gate(gate, from_item(found.get("gate", {}))),
            {track.track_id: track for track in sources},
        )

    def _keys(self, wish: Wish, gate: str) -> dict[str, list[Any]]:
        keys: dict[str, list[Any]] = {
            self.table: [{"id": Keys.record(wish.user_id, wish.key, wish.fingerprint)}],
            self.tracks.accounts.table: [Keys.profile(wish.user_id), Keys.gate(gate)],
        }
        named = dict.fromkeys(source.track_id for source in wish.sources)
        if sources := list(map(Keys.track, filter(is_id, named))):
            keys[self.tracks.table] = sources
        return keys

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

    @property
    def records(self) -> Records:
        """What else the idempotency table knows."""
        return Records(self.tracks.client, self.table)

    def _record(self, wish: Wish, before: IdempotencyRecord | None, record: IdempotencyRecord) -> Operation:
        item = {"id": Keys.record(wish.user_id, wish.key, wish.fingerprint), **encode(record)}
        if before is None:
            return put(self.table, item, "attribute_not_exists(id)")
        return put(self.table, item, "track_id = :before", before=before.track_id)


def _kind(item: Item) -> str:
    """What an item is: "record", "track", or of the accounts table "profile" or "gate"."""
    if "id" in item:
        return "record"
    if "task_type" in item:
        return "track"
    return str(item["sk"]["S"])
