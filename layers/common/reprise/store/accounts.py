"""Users' accounts: profile, ledger, notifications, records of grants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from reprise.domain.accounts import Profile
from reprise.domain.credits import Entry, Tenths
from reprise.store import formats
from reprise.store.attributes import decode, encode, from_item
from reprise.store.dynamo import Operation, put, read_one, telling, update, values_of, write
from reprise.store.indexes import as_kept
from reprise.store.keys import Key, Keys

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


def profile_of(item: Mapping[str, Mapping[str, Any]]) -> Profile:
    """The profile in an item. Raises Newer."""
    return formats.read(item, Profile, ("pk", "sk"))


@dataclass(frozen=True, slots=True)
class GrantRecord:
    """That a grant was made under a key, so that it is made once; what it was tells it from another one."""

    user_id: str
    grant_id: str
    amount: Tenths
    reason: str


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts table."""

    client: DynamoDBClient
    table: str

    def profile(self, user_id: str) -> Profile | None:
        """A user's profile."""
        found = read_one(self.client, self.table, Keys.profile(user_id))
        return profile_of(found) if found else None

    def replace_profile(self, before: Profile | None, after: Profile) -> Operation:
        """The operation that puts `after` where `before` was read."""
        rev = before.rev if before else 0
        fields = {**Keys.profile(after.user_id), **encode(replace(after, rev=rev + 1)), **formats.carried(after)}
        if before is None:
            return put(self.table, fields, "attribute_not_exists(pk)")
        return put(self.table, fields, "rev = :rev", rev=rev)

    def add_entry(self, entry: Entry) -> Operation:
        """The operation that adds a line to a ledger."""
        return put(self.table, {**Keys.entry(entry), **encode(entry)}, "attribute_not_exists(pk)")

    def grant_record(self, user_id: str, grant_id: str) -> GrantRecord | None:
        """What a grant was, if it was made."""
        found = self._get(Keys.grant(user_id, grant_id))
        return decode(found, GrantRecord) if found else None

    def add_grant_record(self, record: GrantRecord) -> Operation:
        """The operation that records a grant as made."""
        key = Keys.grant(record.user_id, record.grant_id)
        return put(self.table, {**key, **encode(record)}, "attribute_not_exists(pk)")

    def settle(
        self, user_id: str, slot: str, refunded: Tenths, counted_on: datetime | None = None, generations: int = 1
    ) -> Operation:
        """The operation that frees a slot and returns a charge.

        `counted_on`: today, where it was charged today: it, and as many `generations`, do not count any more then.
        """
        uncounts = ", day_count :unmade, day_used :unused" if counted_on else ""
        still_today = " AND #day = :today" if counted_on else ""
        today = {"unmade": -generations, "unused": -refunded, "today": as_kept(counted_on)} if counted_on else {}
        change = update(
            self.table,
            Keys.profile(user_id),
            f"ADD balance :refunded, rev :one{uncounts} DELETE running :slot",
            f"attribute_exists(pk) AND (attribute_not_exists(v) OR v <= :newest){still_today}",
            refunded=refunded,
            one=1,
            slot=frozenset({slot}),
            newest=formats.NEWEST,
            **today,
        )
        if counted_on:
            change["Update"]["ExpressionAttributeNames"] = {"#day": "day"}  # DynamoDB keeps the word for itself
        return telling(change)

    def write(self, operations: Sequence[Operation]) -> None:
        """Write all or nothing. Raises Lost."""
        write(self.client, operations)

    def page(self, user_id: str, kind: str, limit: int, before: str | None) -> tuple[list[dict[str, Any]], str | None]:
        """Items of a kind ("entry" or "note"), newest first, and where the next page starts."""
        upper = f"{kind}#{before}" if before else f"{kind}$"
        answer = self.client.query(
            TableName=self.table,
            KeyConditionExpression="pk = :pk AND sk BETWEEN :first AND :last",
            ExpressionAttributeValues=values_of({"pk": Keys.account(user_id), "first": f"{kind}#", "last": upper}),
            ScanIndexForward=False,
            ConsistentRead=True,
            Limit=limit + 1,
        )
        items = [item for item in map(from_item, answer["Items"]) if item["sk"] != upper]
        more = len(items) > limit or "LastEvaluatedKey" in answer
        page = items[:limit]
        return page, _place_of(page[-1:]) if more else None

    def _get(self, key: Key) -> dict[str, Any] | None:
        found = read_one(self.client, self.table, key)
        return from_item(found) if found else None


def _place_of(last: Sequence[Mapping[str, Any]]) -> str | None:
    """The place of a page's last item, after which the next page starts; None when the page is empty."""
    return next((str(item["sk"]).partition("#")[2] for item in last), None)
