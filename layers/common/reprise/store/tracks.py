"""Tracks: read, found by owner, task or due time, and changed under the condition that nobody else did."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from reprise.domain.decision import Decision
from reprise.domain.operations import OPERATIONS
from reprise.domain.track import Lane, Track
from reprise.domain.turns import Waiting
from reprise.store.accounts import Accounts
from reprise.store.attributes import Item, decode, encode, from_item, to_item
from reprise.store.dynamo import Lost, Operation, delete, put, read_all, telling, values_of
from reprise.store.formats import carried, check, packed, read
from reprise.store.keys import Keys
from reprise.store.packing import Newer

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

SHARDS = tuple(f"due#{number}" for number in range(8))
"""Partitions of the due index for tracks at the provider; queued ones are in their lane's."""

_TRACK_ID = re.compile(r"[0-9a-f]{32}")

BATCH = 100
"""Keys that one BatchGetItem takes."""

_FIRST = 0
"""The place of the track's own operation in the write of a decision."""

_OURS = frozenset({"bulk", "due_shard"})
"""Attributes of an item that are no fields of a track."""


_PACKED = frozenset(
    {
        *("updated_at", "deadline_at", "submit_at", "asked_at", "text_at", "first_at", "completed_at", "failed_at"),
        *("charged", "lane", "refunded", "closed_attempt", "resubmissions", "deferrals", "seen", "lead", "preferred"),
    }
)
"""Values that no index needs and nobody looks for: packed, each takes some ten bytes instead of thirty."""


def lane_shard(lane: Lane, gate: str | None = None) -> str:
    """The partition of the due index where a lane's queued tracks are; without a gate, those older than gates."""
    return f"queue#{gate}#{lane}" if gate else f"queue#{lane}"


def track_of(item: Mapping[str, Mapping[str, Any]]) -> Track:
    """The track in an item, a stream record's image included. Raises Newer."""
    return read(item, Track, _OURS, _typed)


def is_track_id(text: str) -> bool:
    """Whether a text can be a track's id."""
    return _TRACK_ID.fullmatch(text) is not None


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    """The values with the request as its task type has it.

    A track's provider and project stood in its request before they stood in the track.
    """
    said = values["request"]
    request = decode(said, OPERATIONS[values["task_type"]].request)
    moved = {name: said[name] for name in ("provider", "project_id") if name in said}
    return moved | values | {"request": request}


def fields_of(track: Track) -> dict[str, Any]:
    """A track as it is kept: what is looked for by its name, the rest packed into `bulk`.

    The due shard is there only while something is due, so the index stays sparse.
    """
    values: dict[str, Any] = {}
    parts: dict[str, Any] = {}
    for name, value in encode(track).items():
        where = parts if _is_packed(name, value) else values
        where[name] = value
    due_shard = _shard(track) if track.due_at else None
    return {**values, "bulk": packed(track, parts), "due_shard": due_shard, **carried(track, track.format)}


def _is_packed(name: str, value: object) -> bool:
    return name in _PACKED or isinstance(value, Mapping | tuple | list)


def _shard(track: Track) -> str:
    if track.waits:
        return lane_shard(track.lane, track.gate)
    return SHARDS[zlib.crc32(track.track_id.encode()) % len(SHARDS)]


def _check_all(items: Iterable[Item]) -> None:
    for item in items:
        check(item)


class Overtaken(Lost):
    """Another write of the same track came first; `winner` is what it wrote, to decide on again without a read."""

    def __init__(self, reasons: Sequence[str], winner: Track) -> None:
        super().__init__(reasons)
        self.winner = winner


@dataclass(frozen=True, slots=True)
class Tracks:
    """The tracks table, and the accounts that its transitions settle with."""

    client: DynamoDBClient
    table: str
    accounts: Accounts

    def get(self, track_id: str) -> Track | None:
        """A track as it is now. None for a text that cannot be a track's id."""
        if not is_track_id(track_id):
            return None
        key = to_item(Keys.track(track_id))
        found = self.client.get_item(TableName=self.table, Key=key, ConsistentRead=True)
        return track_of(found["Item"]) if "Item" in found else None

    def get_many(self, track_ids: Sequence[str]) -> list[Track]:
        """Those of the tracks that exist and that this code can read, in the given order."""
        found: dict[str, Track] = {}
        for start in range(0, len(track_ids), BATCH):
            found |= self._batch(track_ids[start : start + BATCH])
        return [found[track_id] for track_id in track_ids if track_id in found]

    def _batch(self, track_ids: Sequence[str]) -> dict[str, Track]:
        """Those of at most `BATCH` tracks that exist and that this code can read, by id."""
        found = {}
        keys = list(map(Keys.track, track_ids))
        for item in read_all(self.client, {self.table: keys}):
            with suppress(Newer):
                track = track_of(item)
                found[track.track_id] = track
        return found

    def by_task(self, task_id: str) -> Track | None:
        """The track whose current attempt has this task id."""
        found = self._index("byTask", "task_id = :task", 1, task=task_id)
        return self.get(found[0]["track_id"]) if found else None

    def owned(self, user_id: str, limit: int, before: str | None = None) -> list[tuple[str, str]]:
        """(track id, created at) of a user's tracks, newest first, from before that moment on."""
        condition, values = "user_id = :user", {"user": user_id}
        if before:
            condition, values = f"{condition} AND created_at < :before", {**values, "before": before}
        found = self._index("byOwner", condition, limit, newest_first=True, **values)
        return [(item["track_id"], item["created_at"]) for item in found]

    def due(self, shard: str, now: datetime, limit: int) -> list[tuple[str, str]]:
        """(track id, user id) of what is due in a shard, the longest due first."""
        condition = "due_shard = :shard AND due_at <= :now"
        found = self._index("byDue", condition, limit, shard=shard, now=now.isoformat().replace("+00:00", "Z"))
        return [(item["track_id"], item["user_id"]) for item in found]

    def line(self, shard: str, after: datetime, limit: int) -> list[Waiting]:
        """What is or comes due in a shard after a moment, the soonest first."""
        condition = "due_shard = :shard AND due_at > :after"
        found = self._index("byDue", condition, limit, shard=shard, after=after.isoformat().replace("+00:00", "Z"))
        return [decode(item, Waiting) for item in found]

    def create(self, track: Track) -> Operation:
        """The operation that brings a track into being."""
        return put(self.table, fields_of(track), "attribute_not_exists(track_id)")

    def commit(self, before: Track, decision: Decision, *also: Operation) -> None:
        """Write a decision made on `before`, its money and slot with it.

        Raises Lost when that cannot be; Overtaken, which is one, with the track that has moved on; or Newer.
        """
        settlement = self._settlement(before, decision)
        try:
            self.accounts.write([telling(self._change(before, decision)), *settlement, *also])
        except Lost as lost:
            _check_all(lost.items.values())
            if _FIRST in lost.items:
                raise Overtaken(lost.reasons, track_of(lost.items[_FIRST])) from lost
            raise

    def _change(self, before: Track, decision: Decision) -> Operation:
        if decision.deletes:
            return delete(self.table, Keys.track(before.track_id), "rev = :rev", rev=before.rev)
        return put(self.table, fields_of(decision.track), "rev = :rev", rev=before.rev)

    def _settlement(self, before: Track, decision: Decision) -> Iterable[Operation]:
        if decision.frees_slot:
            refunded = sum(entry.amount for entry in decision.entries)
            yield self.accounts.settle(before.user_id, before.track_id, refunded)
        yield from map(self.accounts.add_entry, decision.entries)

    def _index(
        self, name: str, condition: str, limit: int, *, newest_first: bool = False, **values: str
    ) -> list[dict[str, Any]]:
        answer = self.client.query(
            TableName=self.table,
            IndexName=name,
            KeyConditionExpression=condition,
            ExpressionAttributeValues=values_of(values),
            ScanIndexForward=not newest_first,
            Limit=limit,
        )
        return [from_item(item) for item in answer["Items"]]
