"""Items that another release wrote: what this one does not know is carried, what it may not rewrite is refused."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar

import msgspec

from reprise.domain.operations import NEWEST_FORMAT
from reprise.domain.unknown import Unknown
from reprise.store.attributes import decode, from_item, present, raw
from reprise.store.packing import Newer, pack, unpack

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

NEWEST = NEWEST_FORMAT
"""The newest format that this code may rewrite. An item's own is in `v`, and without one it is 1."""


class Carrying(Protocol):
    """A dataclass whose items may hold more than it knows."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def unknown(self) -> Unknown:
        """What it does not know."""


C = TypeVar("C", bound="Carrying")


def read(
    item: Mapping[str, Mapping[str, Any]],
    kind: type[C],
    ours: Collection[str],
    typed: Callable[[dict[str, Any]], dict[str, Any]] = dict,
) -> C:
    """The value in an item, a stream record's image included. `ours` are attributes that the store adds. Raises Newer.

    `typed` gives values their types where one depends on another.

    Much is packed in `bulk` where the store has made one; a field is read from wherever it stands.
    """
    check(item)
    values = from_item(item)
    text = unpack(values["bulk"]) if "bulk" in ours else b"{}"
    parts: dict[str, Any] = msgspec.json.decode(text)
    value = decode(typed(values | parts), kind)
    known = _names(kind)
    attributes = {name: raw(item[name]) for name in values.keys() - known - {*ours, "v"}}
    unread = parts.keys() - known
    if attributes or unread:
        return replace(value, unknown=Unknown(attributes, _texts(text, unread)))
    return value


def check(item: Mapping[str, Mapping[str, Any]]) -> None:
    """Raise Newer where this code must not touch an item."""
    form = from_item({"v": item["v"]})["v"] if "v" in item else 1
    if form > NEWEST:
        raise Newer(f"format {form}; this code knows {NEWEST}")


def carried(value: Carrying, form: int = 1) -> dict[str, Any]:
    """What an item has besides the value's own fields. `form` is the oldest code that may rewrite it; 1 is not said."""
    return {**value.unknown.attributes, "v": form if form > 1 else None}


def packed(value: Carrying, parts: Mapping[str, Any]) -> bytes:
    """The `bulk` of a value: its parts, and those that were carried."""
    others = {name: msgspec.Raw(text) for name, text in value.unknown.parts.items()}
    return pack(msgspec.json.encode({**present(parts), **others}))


def _texts(text: bytes, names: Collection[str]) -> dict[str, bytes]:
    # As they were spelt: what is decoded and encoded again may look different.
    every = msgspec.json.decode(text, type=dict[str, msgspec.Raw])
    return {name: bytes(part) for name, part in every.items() if name in names}


@cache
def _names(kind: type[DataclassInstance]) -> frozenset[str]:
    return frozenset(field.name for field in fields(kind))
