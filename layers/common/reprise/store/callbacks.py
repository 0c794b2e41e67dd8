"""The callback log: the deliveries with their raw bodies; of those that nothing proves, the beginning."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from reprise.domain.webhooks import Delivery
from reprise.store.dynamo import put, write
from reprise.store.keys import Key, Keys

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_ITEM_BYTES = 390_000
"""DynamoDB takes 400 KB an item; a body that does not fit even compressed is cut and marked."""

_UNPROVEN_BYTES = 3_000
"""Of a body that anybody may have sent; with all that stands beside it, an entry stays below 4 KB."""


@dataclass(frozen=True, slots=True)
class CallbackLog:
    """The callbacks table; entries go after the retention time."""

    client: DynamoDBClient
    table: str
    retention: timedelta

    def add(self, delivery: Delivery, verdict: str | None = None) -> None:
        """Keep a delivery. `verdict` is why it was turned away; of such a body little is kept, unless it is signed."""
        entry: dict[str, Any] = {
            **_key(delivery),
            **_body(delivery, verdict),
            "provider": delivery.provider,
            "track_id": delivery.track_id,
            "received_at": delivery.received_at.isoformat(),
            "verdict": verdict,
            "expires_at": int((delivery.received_at + self.retention).timestamp()),
        }
        write(self.client, [put(self.table, entry)])


def _body(delivery: Delivery, verdict: str | None) -> dict[str, Any]:
    raw = delivery.body.encode("utf-8", "replace")
    shown = raw if _is_proved(delivery, verdict) else raw[:_UNPROVEN_BYTES]
    packed = gzip.compress(shown, mtime=0)
    return {"body": packed[:_ITEM_BYTES], "cut": len(shown) < len(raw) or len(packed) > _ITEM_BYTES or None}


def _is_proved(delivery: Delivery, verdict: str | None) -> bool:
    return verdict is None or delivery.signed_body


def _key(delivery: Delivery) -> Key:
    return Keys.delivery(delivery.delivery_id, delivery.provider, delivery.track_id, delivery.received_at)
