"""A DynamoDB table in memory: items, its indexes (which may run behind) and what its stream has to tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

Item = Mapping[str, Mapping[str, Any]]
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One committed change of an item; None is an item that is not there."""

    table: str
    keys: Item
    old: Item | None
    new: Item | None


@dataclass(frozen=True, slots=True)
class Index:
    """A global secondary index: the names of its keys, and which attributes it holds (None: all)."""

    hash_name: str
    range_name: str | None
    held: frozenset[str] | None

    def entry(self, item: Item | None) -> Item | None:
        """An item as the index shows it; None when it is not in it."""
        if item is None or self.hash_name not in item or (self.range_name and self.range_name not in item):
            return None
        return item if self.held is None else {name: item[name] for name in self.held if name in item}

    def place(self, entry: Item) -> list[Any]:
        """Where an entry is: the values of the index's keys."""
        return [entry[name] for name in (self.hash_name, self.range_name) if name]


def key_names(schema: list[dict[str, str]]) -> tuple[str, str | None]:
    """Names of the partition and the sort key."""
    names = {one["KeyType"]: one["AttributeName"] for one in schema}
    return names["HASH"], names.get("RANGE")


def index_of(request: Mapping[str, Any], table_keys: tuple[str, ...]) -> Index:
    """An index as CreateTable describes it."""
    hash_name, range_name = key_names(request["KeySchema"])
    projection = request["Projection"]
    keys = frozenset(name for name in (hash_name, range_name, *table_keys) if name)
    whole = projection["ProjectionType"] == "ALL"
    return Index(hash_name, range_name, None if whole else keys | set(projection.get("NonKeyAttributes", ())))


@dataclass(slots=True)
class State:
    """What a table holds. Items are never changed in place, so a copy of the containers is a copy of everything."""

    items: dict[Key, Item] = field(default_factory=dict)
    shown: dict[str, dict[Key, Item]] = field(default_factory=dict)
    late: list[tuple[datetime, str, Key, Item | None]] = field(default_factory=list)
    stream: list[Change] = field(default_factory=list)

    def copy(self) -> State:
        """The same again, to go on from."""
        shown = {name: dict(entries) for name, entries in self.shown.items()}
        return State(dict(self.items), shown, list(self.late), list(self.stream))


class Table:
    """One table, as its CreateTable request describes it."""

    def __init__(self, request: Mapping[str, Any], index_lag: timedelta) -> None:
        self.name = str(request["TableName"])
        self.keys = key_names(request["KeySchema"])
        self.key_names = tuple(name for name in self.keys if name)
        indexes = request.get("GlobalSecondaryIndexes", [])
        self.indexes = {one["IndexName"]: index_of(one, self.key_names) for one in indexes}
        self.streams = request.get("StreamSpecification", {}).get("StreamEnabled", False)
        self.state = State(shown={name: {} for name in self.indexes})
        self._lag = index_lag

    def key_of(self, item: Item) -> Key:
        """The key of an item. KeyError when it has none."""
        return tuple(item[name]["S"] for name in self.key_names)

    def write(self, key: Key, new: Item | None, now: datetime) -> Change:
        """Put an item in place, or away."""
        old = self.state.items.pop(key, None)
        if new is not None:
            self.state.items[key] = new
        keys = {name: {"S": part} for name, part in zip(self.key_names, key, strict=True)}
        change = Change(self.name, keys, old, new)
        if self.streams and old != new:
            self.state.stream.append(change)
        shown_at = now + self._lag
        self.state.late += [(shown_at, name, key, index.entry(new)) for name, index in self.indexes.items()]
        return change

    def entries(self, index: str | None, now: datetime) -> list[Item]:
        """What the table, or one of its indexes, shows at this moment."""
        if index is None:
            return list(self.state.items.values())
        ripe = list(takewhile(lambda one: one[0] <= now, self.state.late))
        del self.state.late[: len(ripe)]
        for _, name, key, entry in ripe:
            self.state.shown[name].pop(key, None)
            if entry is not None:
                self.state.shown[name][key] = entry
        return list(self.state.shown[index].values())
