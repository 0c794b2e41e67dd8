"""How a task comes into being: its idempotency record, charge, limits, quota and track in one transaction."""

from __future__ import annotations

from dataclasses import dataclass

from reprise.domain.admission import Admission, Standing
from reprise.domain.quota import Quota
from reprise.domain.wishes import IdempotencyRecord, Wish
from reprise.store.accounts import profile_of
from reprise.store.attributes import Item, decode, encode, from_item
from reprise.store.dynamo import Operation, put, read_all
from reprise.store.keys import Keys
from reprise.store.tracks import Tracks, is_track_id, track_of


@dataclass(frozen=True, slots=True)
class Admissions:
    """The idempotency table, and those that change together with it."""

    tracks: Tracks
    table: str

    def standing(self, wish: Wish, provider: str) -> Standing:
        """All that is known of a wish before it is granted, in one read."""
        keys = {
            self.table: [{"id": Keys.record(wish)}],
            self.tracks.accounts.table: [Keys.profile(wish.user_id), Keys.quota(provider)],
        }
        if wish.source and is_track_id(wish.source.track_id):
            keys[self.tracks.table] = [Keys.track(wish.source.track_id)]
        found = list(read_all(self.tracks.client, keys))
        profile, quota = _at("profile", found), _at("quota", found)
        record = next((item for item in found if "id" in item), None)
        source = next((item for item in found if "task_type" in item), None)
        return Standing(
            decode(from_item(record), IdempotencyRecord) if record else None,
            profile_of(profile) if profile else None,
            decode(from_item(quota), Quota) if quota else Quota(provider),
            track_of(source) if source else None,
        )

    def write(self, wish: Wish, before: Standing, admission: Admission, quota: Quota | None) -> None:
        """Write all that a new task is, or nothing. Raises Lost when any of it has changed since `before`."""
        accounts = self.tracks.accounts
        taken = [accounts.replace_quota(quota)] if quota else []
        accounts.write(
            [
                self._record(wish, before.record, admission.record),
                accounts.replace_profile(before.profile, admission.profile),
                *map(accounts.add_entry, admission.entries),
                *taken,
                self.tracks.create(admission.track),
            ]
        )

    def _record(self, wish: Wish, before: IdempotencyRecord | None, record: IdempotencyRecord) -> Operation:
        item = {"id": Keys.record(wish), **encode(record)}
        if before is None:
            return put(self.table, item, "attribute_not_exists(id)")
        return put(self.table, item, "track_id = :before", before=before.track_id)


def _at(place: str, found: list[Item]) -> Item | None:
    return next((item for item in found if item.get("sk") == {"S": place}), None)
