"""How a task comes into being: its idempotency record, charge, limits, quota and track in one transaction."""

from __future__ import annotations

from dataclasses import dataclass

from reprise.domain.admission import Admission, Standing
from reprise.domain.quota import Quota
from reprise.domain.wishes import IdempotencyRecord, Wish
from reprise.store.accounts import profile_key, profile_of, quota_key
from reprise.store.attributes import Item, decode, encode, from_item
from reprise.store.dynamo import Operation, put, read_all
from reprise.store.tracks import Tracks, is_track_id, track_of


@dataclass(frozen=True, slots=True)
class Admissions:
    """The idempotency table, and those that change together with it."""

    tracks: Tracks
    table: str

    def standing(self, wish: Wish) -> Standing:
        """All that is known of a wish before it is granted, in one read."""
        keys = {
            self.table: [{"id": wish.record_id}],
            self.tracks.accounts.table: [profile_key(wish.user_id), quota_key(wish.provider)],
        }
        if wish.source and is_track_id(wish.source.track_id):
            keys[self.tracks.table] = [{"track_id": wish.source.track_id}]
        found = list(read_all(self.tracks.client, keys))
        profile, quota = _at("profile", found), _at("quota", found)
        record = next((item for item in found if "id" in item), None)
        source = next((item for item in found if "task_type" in item), None)
        return Standing(
            decode(from_item(record), IdempotencyRecord) if record else None,
            profile_of(profile) if profile else None,
            decode(from_item(quota), Quota) if quota else Quota(wish.provider),
            track_of(source) if source else None,
        )

    def write(self, before: Standing, admission: Admission, quota: Quota | None) -> None:
        """Write all that a new task is, or nothing. Raises Lost when any of it has changed since `before`."""
        accounts = self.tracks.accounts
        taken = [accounts.replace_quota(quota)] if quota else []
        accounts.write(
            [
                self._record(before.record, admission.record),
                accounts.replace_profile(before.profile, admission.profile),
                *map(accounts.add_entry, admission.entries),
                *taken,
                self.tracks.create(admission.track),
            ]
        )

    def _record(self, before: IdempotencyRecord | None, record: IdempotencyRecord) -> Operation:
        if before is None:
            return put(self.table, encode(record), "attribute_not_exists(id)")
        return put(self.table, encode(record), "track_id = :before", before=before.track_id)


def _at(place: str, found: list[Item]) -> Item | None:
    return next((item for item in found if item.get("sk") == {"S": place}), None)
