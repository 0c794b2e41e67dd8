"""The callback log: every delivery, good or bad, with its raw body."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from reprise.domain.webhooks import Delivery
from reprise.store.dynamo import put, update, write
from reprise.store.keys import Key, Keys

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_ITEM_BYTES = 390_000
"""DynamoDB takes 400 KB an item; a body that does not fit even compressed is cut and marked."""


@dataclass(frozen=True, slots=True)
class CallbackLog:
    """The callbacks table; entries go after the retention time."""

    client: DynamoDBClient
    table: str
    retention: timedelta

    def add(self, delivery: Delivery, verdict: str | None = None) -> None:
        """Keep a delivery. `verdict` is why it was refused, if that is known already."""
        raw = gzip.compress(delivery.body.encode("utf-8", "surrogateescape"), mtime=0)
        entry: dict[str, Any] = {
            **_key(delivery),
            "provider": delivery.provider,
            "track_id": delivery.track_id,
            "received_at": delivery.received_at.isoformat(),
            "body": raw[:_ITEM_BYTES],
            "cut": len(raw) > _ITEM_BYTES or None,
            "verdict": verdict,
            "expires_at": int((delivery.received_at + self.retention).timestamp()),
        }
        write(self.client, [put(self.table, entry)])

    def refuse(self, delivery: Delivery, verdict: str) -> None:
        """Say of a kept delivery why it was refused."""
        write(self.client, [update(self.table, _key(delivery), "SET verdict = :verdict", verdict=verdict)])


def _key(delivery: Delivery) -> Key:
    return Keys.delivery(delivery.delivery_id, delivery.provider, delivery.track_id, delivery.received_at)
