"""What reads and writes cost: DynamoDB's rules for the size of an item and for request units.

Sizes and index writes are as the developer guide says; that a transaction doubles a table's units and not those of its
indexes is what AWS bills (DynamoDB Local doubles both, see the contract suite).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from tests.fakes.tables import Index, Item, Table

UNIT = 1024
"""Bytes that one unit writes."""
READ_UNIT = 4 * UNIT
"""Bytes that one unit reads, as of now; of an index it reads twice as many."""
TRANSACTIONAL = 2
"""How often a table's units count in a transaction: prepared, then committed."""


def size_of(item: Item | None) -> int:
    """Bytes of an item: the names and the values of its attributes."""
    return sum(len(name.encode()) + _size(attribute) for name, attribute in (item or {}).items())


def units(*images: Item | None) -> int:
    """What it costs to write an item that looked and will look like this: its larger image counts."""
    return max(1, *(-(-size_of(image) // UNIT) for image in images))


class Meter:
    """Adds up what is written, by table and by `table.index`; and what is read, all in all."""

    def __init__(self) -> None:
        self.used: Counter[str] = Counter()
        self.reads = 0.0

    def read(self, items: Iterable[Item | None], *, consistent: bool) -> None:
        """What one key, or one query, has found."""
        blocks = max(1, -(-sum(map(size_of, items)) // READ_UNIT))
        self.reads += blocks if consistent else blocks / 2

    def write(self, table: Table, old: Item | None, new: Item | None, times: int = 1) -> None:
        """A write that was done; `times` is 2 in a transaction."""
        self.refused(table, old, new, times)
        for name, index in table.indexes.items():
            self.used[f"{table.name}.{name}"] += _moved(index, index.entry(old), index.entry(new))

    def refused(self, table: Table, old: Item | None, new: Item | None, times: int = 1) -> None:
        """A write whose condition did not hold: the table's units are spent all the same."""
        self.used[table.name] += times * units(old, new)


def _moved(index: Index, before: Item | None, after: Item | None) -> int:
    if before == after:
        return 0
    if before and after and index.place(before) == index.place(after):
        return units(before, after)
    return sum(units(entry) for entry in (before, after) if entry)


def _size(attribute: Mapping[str, Any]) -> int:
    kind, value = next(iter(attribute.items()))
    return _SIZES[kind](value)


def _number(text: str) -> int:
    """A byte for every two digits, pairs counted from the decimal point; one more in front, one for a minus."""
    number = Decimal(text).normalize()
    sign, digits, exponent = number.as_tuple()
    pairs = (len(digits) + int(exponent) % 2 + 1) // 2 if number else 0
    return 1 + pairs + sign


_SIZES: dict[str, Callable[[Any], int]] = {
    "S": lambda text: len(text.encode()),
    "N": _number,
    "B": len,
    "BOOL": lambda _value: 1,
    "SS": lambda members: sum(len(member.encode()) for member in members),
    "L": lambda elements: 3 + sum(1 + _size(element) for element in elements),
    "M": lambda members: 3 + len(members) + size_of(members),
}
