"""What the idempotency table knows besides the records of tracks: that something was made under a key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reprise.store.attributes import to_item
from reprise.store.dynamo import Operation, put

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True, slots=True)
class Records:
    """The idempotency table."""

    client: DynamoDBClient
    table: str

    def has(self, record_id: str) -> bool:
        """Whether this was made."""
        found = self.client.get_item(TableName=self.table, Key=to_item({"id": record_id}), ConsistentRead=True)
        return "Item" in found

    def mark(self, record_id: str) -> Operation:
        """The operation that says that it is made, once."""
        return put(self.table, {"id": record_id}, "attribute_not_exists(id)")
