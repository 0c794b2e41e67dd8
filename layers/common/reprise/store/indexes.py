"""What tables of things with an owner and a due time have in common: how these are read, and found by their indexes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from reprise.store.attributes import from_item
from reprise.store.dynamo import read_all, read_one, values_of
from reprise.store.packing import Newer

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


T = TypeVar("T")

_ID = re.compile(r"[0-9a-f]{32}")

BATCH = 100
"""Keys that one BatchGetItem takes."""

_DUE = "due_shard = :shard AND due_at <= :now"


@dataclass(frozen=True)
class Indexed(Generic[T]):
    """A table with the indexes `byOwner` and `byDue`."""

    key: ClassVar[str]
    """The attribute that is the table's key."""

    client: DynamoDBClient
    table: str

    def read(self, item: Mapping[str, Mapping[str, Any]]) -> T:
        """The thing in an item. Raises Newer."""
        raise NotImplementedError

    def get(self, thing_id: str) -> T | None:
        """A thing as it is now. None for a text that cannot be an id."""
        if not is_id(thing_id):
            return None
        found = read_one(self.client, self.table, {self.key: thing_id})
        return self.read(found) if found else None

    def found(self, ids: Sequence[str]) -> dict[str, T]:
        """Those of the things that exist and that this code can read, by their id, in the given order."""
        there: dict[str, T] = {}
        for start in range(0, len(ids), BATCH):
            there |= self._batch(ids[start : start + BATCH])
        return {thing_id: there[thing_id] for thing_id in ids if thing_id in there}

    def _batch(self, ids: Sequence[str]) -> dict[str, T]:
        """Those of at most `BATCH` things that exist and that this code can read, by their id."""
        there = {}
        for item in read_all(self.client, {self.table: [{self.key: thing_id} for thing_id in ids]}):
            with suppress(Newer):
                there[str(item[self.key]["S"])] = self.read(item)
        return there

    def owned(self, user_id: str, limit: int, before: str | None = None) -> list[tuple[str, str]]:
        """(id, created at) of a user's things, newest first, from before that moment on."""
        condition, values = "user_id = :user", {"user": user_id}
        if before:
            condition, values = f"{condition} AND created_at < :before", {**values, "before": before}
        found = self.index("byOwner", condition, limit, newest_first=True, **values)
        return [(item[self.key], item["created_at"]) for item in found]

    def due(self, shard: str, now: datetime, limit: int) -> list[str]:
        """The ids of what is due in a shard, the longest due first."""
        return next(self.due_pages(shard, now, limit))

    def due_pages(self, shard: str, now: datetime, size: int) -> Iterator[list[str]]:
        """The ids of all that is due in a shard, the longest due first; a page is read when it is asked for."""
        wanted: dict[str, Any] = self._wanted("byDue", _DUE, size, shard=shard, now=as_kept(now))
        while wanted:
            answer = self.client.query(**wanted)
            yield [from_item(item)[self.key] for item in answer["Items"]]
            # By key, not by time: many may have come due at the same moment.
            last = answer.get("LastEvaluatedKey")
            wanted = {**wanted, "ExclusiveStartKey": last} if last else {}

    def index(
        self, name: str, condition: str, limit: int, *, newest_first: bool = False, **values: str
    ) -> list[dict[str, Any]]:
        """Items of an index."""
        wanted = self._wanted(name, condition, limit, **values)
        answer = self.client.query(**wanted, ScanIndexForward=not newest_first)
        return [from_item(item) for item in answer["Items"]]

    def _wanted(self, name: str, condition: str, limit: int, **values: str) -> dict[str, Any]:
        return {
            "TableName": self.table,
            "IndexName": name,
            "KeyConditionExpression": condition,
            "ExpressionAttributeValues": values_of(values),
            "Limit": limit,
        }


def is_id(text: str) -> bool:
    """Whether a text can be the id of a track or a run."""
    return _ID.fullmatch(text) is not None


def as_kept(moment: datetime) -> str:
    """A moment as items have it."""
    return moment.isoformat().replace("+00:00", "Z")
