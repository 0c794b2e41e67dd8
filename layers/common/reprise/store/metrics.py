"""The metrics table: an item for each hour and shard of the tracks' stream, which only that shard's reader writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any

from reprise.domain.metrics import JOINT, Figures
from reprise.store.attributes import from_item
from reprise.store.dynamo import changed, update, values_of
from reprise.store.keys import Key, Keys

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

KEPT = timedelta(days=90)
"""How long an hour's figures are kept."""

_DIGITS = 40
"""A sequence number has up to 40, two more than DynamoDB's numbers: it is kept as text that sorts like it."""


@dataclass(frozen=True, slots=True)
class Metrics:
    """The metrics table."""

    client: DynamoDBClient
    table: str

    def add(self, key: Key, hour: datetime, figures: Figures, numbers: tuple[str, str]) -> str | None:
        """Add to an hour what the changes of a shard from one number to another say: None if that was done.

        If any of them was counted before, nothing is done, and the number that was counted to is returned. A shard's
        changes come in order, so whatever stands before that number was counted, and nothing behind it.
        """
        first, last = map(_sortable, numbers)
        places = [f"f{place}" for place in range(len(figures))]
        adds = ", ".join(map("{} :{}".format, figures, places))
        item, is_done = changed(
            self.client,
            update(
                self.table,
                key,
                f"SET counted_to = :last, expires_at = :expires ADD {adds}",
                "attribute_not_exists(counted_to) OR counted_to < :first",
                first=first,
                last=last,
                expires=int((hour + KEPT).timestamp()),
                **dict(zip(places, figures.values(), strict=True)),
            ),
        )
        return None if is_done else str(from_item(item)["counted_to"])

    def between(self, begin: datetime, end: datetime) -> Figures:
        """The sum of all shards' figures from the hour of one moment to the hour of another, both included."""
        items = chain.from_iterable(self._items(day, begin, end) for day in _days(begin, end))
        return sum(map(_figures, items), Figures())

    def _items(self, day: date, begin: datetime, end: datetime) -> Iterator[dict[str, Any]]:
        # `~` comes after all that a shard's name can begin with.
        places = {"day": Keys.metrics_day(day), "begin": Keys.metrics_hour(begin), "end": f"{Keys.metrics_hour(end)}~"}
        wanted: dict[str, Any] = {
            "TableName": self.table,
            "KeyConditionExpression": "pk = :day AND sk BETWEEN :begin AND :end",
            "ExpressionAttributeValues": values_of(places),
        }
        while wanted:
            answer = self.client.query(**wanted)
            yield from map(from_item, answer["Items"])
            last = answer.get("LastEvaluatedKey")
            wanted = {**wanted, "ExclusiveStartKey": last} if last else {}


def is_counted(number: str, counted_to: str) -> bool:
    """Whether a change is among those that were counted up to a number."""
    return _sortable(number) <= counted_to


def _days(begin: datetime, end: datetime) -> Iterator[date]:
    days = (end.date() - begin.date()).days + 1
    return map(begin.date().__add__, map(timedelta, range(days)))


def _figures(item: dict[str, Any]) -> Figures:
    return Figures({name: count for name, count in item.items() if JOINT in name})


def _sortable(number: str) -> str:
    return number.zfill(_DIGITS)
