"""The DynamoDB client in memory. An argument or expression that it does not know is an error, never a guess."""

# ruff: noqa: N803 - the arguments are spelled as AWS spells them
from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from local import specs
from tests.fakes.clock import VirtualClock
from tests.fakes.expressions import condition, plain
from tests.fakes.tables import Change, Item, State, Table
from tests.fakes.units import TRANSACTIONAL, Meter
from tests.fakes.wire import Wire
from tests.fakes.writes import Answer, Write, reason, refusal

_MOST_IN_TRANSACTION = 100
_MOST_IN_BATCH = 100
_EQUAL = re.compile(r"^(\w+) = (:\w+)")


class FakeDynamoDB:
    """The part of botocore's DynamoDB client that the store uses.

    `watchers` see every commit before it is over; a `meter`, where there is one, what every call costs.
    """

    def __init__(
        self, tables: Iterable[specs.Table], clock: VirtualClock, wire: Wire, index_lag_seconds: float = 0
    ) -> None:
        lag = timedelta(seconds=index_lag_seconds)
        self.tables = {one.name: one for one in (Table(each.request, lag) for each in tables)}
        self.watchers: list[Callable[[list[Change]], None]] = []
        self.meter: Meter | None = None
        self._clock = clock
        self._wire = wire

    def save(self) -> dict[str, State]:
        """Everything that is kept."""
        return {name: table.state.copy() for name, table in self.tables.items()}

    def load(self, saved: Mapping[str, State]) -> None:
        """Be as it was when it was saved."""
        for name, state in saved.items():
            self.tables[name].state = state.copy()

    def get_item(self, *, TableName: str, Key: Item, ConsistentRead: bool = False) -> Answer:
        """GetItem; always consistent."""
        return self._wire("dynamodb.GetItem", lambda: self._found(self.tables[TableName], Key))

    def batch_get_item(self, *, RequestItems: Mapping[str, Any]) -> Answer:
        """BatchGetItem, which is no snapshot: what is written meanwhile may be in one part of it and not in another."""

        def read() -> Answer:
            if sum(len(asked["Keys"]) for asked in RequestItems.values()) > _MOST_IN_BATCH:
                raise refusal("ValidationException", "BatchGetItem")
            found = {}
            for name, asked in RequestItems.items():
                found[name] = self._all(self.tables[name], asked["Keys"])
                self._wire.interlude()
            return {"Responses": found, "UnprocessedKeys": {}}

        return self._wire("dynamodb.BatchGetItem", read)

    def put_item(self, **request: Any) -> Answer:
        """PutItem."""
        return self._alone("Put", request)

    def update_item(self, **request: Any) -> Answer:
        """UpdateItem."""
        return self._alone("Update", request)

    def delete_item(self, **request: Any) -> Answer:
        """DeleteItem."""
        return self._alone("Delete", request)

    def transact_write_items(self, *, TransactItems: list[dict[str, Any]]) -> Answer:
        """TransactWriteItems: every reason is told, in the order of the operations."""

        def write() -> Answer:
            prepared = [Write(self.tables, kind, request) for each in TransactItems for kind, request in each.items()]
            places = {(one.table.name, one.key) for one in prepared}
            if len(places) < len(prepared) or len(prepared) > _MOST_IN_TRANSACTION:
                raise refusal("ValidationException", "TransactWriteItems")
            reasons = list(map(reason, prepared))
            allowed = all(reason == {"Code": "None"} for reason in reasons)
            self._charge(prepared, TRANSACTIONAL, done=allowed)
            if not allowed:
                raise refusal("TransactionCanceledException", "TransactWriteItems", CancellationReasons=reasons)
            self._commit(prepared)
            return {}

        return self._wire("dynamodb.TransactWriteItems", write)

    def query(  # noqa: PLR0913 - as many as AWS has
        self,
        *,
        TableName: str,
        KeyConditionExpression: str,
        ExpressionAttributeValues: Item,
        IndexName: str | None = None,
        ScanIndexForward: bool = True,
        Limit: int | None = None,
        ConsistentRead: bool = False,
        ExclusiveStartKey: Item | None = None,
    ) -> Answer:
        """Query of a table or an index, one page."""

        def read() -> Answer:
            table = self.tables[TableName]
            hash_name, range_name = _keys_of(table, IndexName)
            is_index = IndexName is not None
            wanted = _checked_hash(KeyConditionExpression, hash_name, consistent_index=is_index & ConsistentRead)
            holds, partition = condition(KeyConditionExpression), ExpressionAttributeValues[wanted]
            entries = table.entries(IndexName, self._clock())
            here = [item for item in entries if item[hash_name] == partition]
            found = [item for item in here if holds(item, ExpressionAttributeValues)]

            def place(item: Item) -> tuple[Any, ...]:
                return plain(item.get(range_name or "")), table.key_of(item)

            found.sort(key=place, reverse=not ScanIndexForward)
            names = {*table.key_names, hash_name, *filter(None, [range_name])}
            page = _page(names, _after(ExclusiveStartKey, found, place, forward=ScanIndexForward), Limit)
            if self.meter:
                self.meter.read(page["Items"], consistent=ConsistentRead)
            return page

        return self._wire("dynamodb.Query", read)

    def _alone(self, kind: str, request: Mapping[str, Any]) -> Answer:
        def write() -> Answer:
            prepared = Write(self.tables, kind, request)
            allowed = prepared.allowed()
            self._charge([prepared], 1, done=allowed)
            if not allowed:
                raise refusal("ConditionalCheckFailedException", f"{kind}Item", **prepared.in_the_way())
            self._commit([prepared])
            return {"Attributes": prepared.result()} if request.get("ReturnValues") == "ALL_NEW" else {}

        return self._wire(f"dynamodb.{kind}Item", write)

    def _commit(self, prepared: list[Write]) -> None:
        changes = [one.table.write(one.key, one.result(), self._clock()) for one in prepared]
        for watcher in self.watchers:
            watcher(changes)

    def _charge(self, prepared: list[Write], times: int, *, done: bool) -> None:
        if self.meter:
            charge = self.meter.write if done else self.meter.refused
            for one in prepared:
                charge(one.table, one.before, one.result(), times)

    def _all(self, table: Table, keys: Sequence[Item]) -> list[Item]:
        answers = (self._found(table, key) for key in keys)
        return [answer["Item"] for answer in answers if answer]

    def _found(self, table: Table, key: Item) -> Answer:
        item = table.state.items.get(table.key_of(key))
        if self.meter:
            self.meter.read([item], consistent=True)
        return {"Item": item} if item is not None else {}


def _keys_of(table: Table, index_name: str | None) -> tuple[str, str | None]:
    """The names of the hash and the range key of a table, or of its index."""
    if index_name is None:
        return table.keys[0], table.keys[1]
    index = table.indexes[index_name]
    return index.hash_name, index.range_name


def _checked_hash(text: str, hash_name: str, *, consistent_index: bool) -> str:
    """The name of the value that the hash key must have."""
    match = _EQUAL.match(text)
    if consistent_index or match is None or match[1] != hash_name:
        raise refusal("ValidationException", "Query")
    return match[2]


def _after(
    start: Item | None, found: list[Item], place: Callable[[Item], tuple[Any, ...]], *, forward: bool
) -> list[Item]:
    """What comes after a place, whether or not anything is there any more."""
    if start is None:
        return found
    return [item for item in found if (place(item) > place(start) if forward else place(item) < place(start))]


def _page(names: Iterable[str], found: list[Item], limit: int | None) -> Answer:
    page: Answer = {"Items": found[:limit], "Count": len(found[:limit])}
    if limit is not None and len(found) > limit:
        page["LastEvaluatedKey"] = {name: found[limit - 1][name] for name in names}
    return page
