"""Users' accounts: profile, ledger, notifications."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from reprise.domain.accounts import Profile
from reprise.domain.credits import Entry, EntryType, Tenths
from reprise.store.attributes import decode, encode, from_item, to_item
from reprise.store.dynamo import Operation, put, update, values_of, write

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

Key = dict[str, str]


def profile_key(user_id: str) -> Key:
    """Where a user's profile is."""
    return {"pk": f"user#{user_id}", "sk": "profile"}


def _entry_key(entry: Entry) -> Key:
    # Of one moment, the grant comes before the charge that it pays for.
    order = list(EntryType).index(entry.type)
    place = f"{entry.created_at.isoformat(timespec='microseconds')}#{order}#{entry.entry_id}"
    return {"pk": f"user#{entry.user_id}", "sk": f"entry#{place}"}


@dataclass(frozen=True, slots=True)
class GrantRecord:
    """That a grant was made under a key, so that it is made once; what it was tells it from another one."""

    user_id: str
    grant_id: str
    amount: Tenths
    reason: str


def _grant_record_key(user_id: str, grant_id: str) -> Key:
    return {"pk": f"user#{user_id}", "sk": f"mark#{grant_id}"}


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts table."""

    client: DynamoDBClient
    table: str

    def profile(self, user_id: str) -> Profile | None:
        """A user's profile."""
        found = self._get(profile_key(user_id))
        return decode(found, Profile) if found else None

    def replace_profile(self, before: Profile | None, after: Profile) -> Operation:
        """The operation that puts `after` where `before` was read."""
        key = profile_key(after.user_id)
        if before is None:
            return put(self.table, {**key, **encode(replace(after, rev=1))}, "attribute_not_exists(pk)")
        fields = encode(replace(after, rev=before.rev + 1))
        return put(self.table, {**key, **fields}, "rev = :rev", rev=before.rev)

    def add_entry(self, entry: Entry) -> Operation:
        """The operation that adds a line to a ledger."""
        return put(self.table, {**_entry_key(entry), **encode(entry)}, "attribute_not_exists(pk)")

    def grant_record(self, user_id: str, grant_id: str) -> GrantRecord | None:
        """The mark of a grant, if it was made."""
        found = self._get(_grant_record_key(user_id, grant_id))
        return decode(found, GrantRecord) if found else None

    def add_grant_record(self, mark: GrantRecord) -> Operation:
        """The operation that marks a grant as made."""
        key = _grant_record_key(mark.user_id, mark.grant_id)
        return put(self.table, {**key, **encode(mark)}, "attribute_not_exists(pk)")

    def settle(self, user_id: str, track_id: str, refunded: Tenths) -> Operation:
        """The operation that frees a track's slot and returns its charge."""
        return update(
            self.table,
            profile_key(user_id),
            "ADD balance :refunded, rev :one DELETE running :slot",
            "attribute_exists(pk)",
            refunded=refunded,
            one=1,
            slot=frozenset({track_id}),
        )

    def write(self, operations: Sequence[Operation]) -> None:
        """Write all or nothing. Raises Lost."""
        write(self.client, operations)

    def page(self, user_id: str, kind: str, limit: int, before: str | None) -> tuple[list[dict[str, Any]], str | None]:
        """Items of a kind ("entry" or "note"), newest first, and where the next page starts."""
        upper = f"{kind}#{before}" if before else f"{kind}$"
        answer = self.client.query(
            TableName=self.table,
            KeyConditionExpression="pk = :pk AND sk BETWEEN :first AND :last",
            ExpressionAttributeValues=values_of({"pk": f"user#{user_id}", "first": f"{kind}#", "last": upper}),
            ScanIndexForward=False,
            ConsistentRead=True,
            Limit=limit + 1,
        )
        items = [item for item in map(from_item, answer["Items"]) if item["sk"] != upper]
        more = len(items) > limit or "LastEvaluatedKey" in answer
        return items[:limit], str(items[:limit][-1]["sk"]).partition("#")[2] if more and items else None

    def _get(self, key: Key) -> dict[str, Any] | None:
        found = self.client.get_item(TableName=self.table, Key=to_item(key), ConsistentRead=True)
        return from_item(found["Item"]) if "Item" in found else None
