"""What the idempotency table knows besides what was asked: what was made under a key, and what is left of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reprise.domain.states import Answer
from reprise.domain.track import Track
from reprise.domain.wishes import Gone
from reprise.store.attributes import decode, encode, from_item
from reprise.store.dynamo import Operation, put, read_one
from reprise.store.keys import Keys

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True, slots=True)
class Records:
    """The idempotency table."""

    client: DynamoDBClient
    table: str

    def has_run(self, run_id: str) -> bool:
        """Whether a run of this id was ever made."""
        return read_one(self.client, self.table, {"id": Keys.run_record(run_id)}) is not None

    def mark_run(self, run_id: str) -> Operation:
        """The operation that says that a run is made, once."""
        return put(self.table, {"id": Keys.run_record(run_id)}, "attribute_not_exists(id)")

    def gone(self, track_id: str) -> Gone | None:
        """What is left of a deleted track."""
        found = read_one(self.client, self.table, {"id": Keys.gone(track_id)})
        return decode(from_item(found), Gone) if found else None

    def keep_answer(self, track: Track) -> Operation:
        """The operation that keeps what the request of a track was answered, when the track is deleted."""
        gone = Gone(track.track_id, track.charged, track.answer or Answer(track.status, track.task_id, track.failure))
        return put(self.table, {"id": Keys.gone(track.track_id), **encode(gone)})
