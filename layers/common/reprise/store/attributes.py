"""Domain values as DynamoDB items and back.

msgspec knows the dataclasses; boto3's own serializer would cost the callback path a boto3 import (docs/decisions).
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Item = dict[str, dict[str, Any]]


class Raw(dict[str, Any]):
    """An attribute as DynamoDB has it, which `to_item` takes as it is."""


T = TypeVar("T")

_looked_into: set[type] = set()
_one_at_a_time = Lock()

_SMALLEST = 1e-130
"""DynamoDB refuses numbers nearer to zero."""


def to_item(plain: Mapping[str, Any]) -> Item:
    """A DynamoDB item of plain values; what is None or empty is left out."""
    return {name: _attribute(value) for name, value in plain.items() if not _is_absent(value)}


def from_item(item: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The plain values of an item."""
    return {name: _plain(attribute) for name, attribute in item.items()}


def raw(attribute: Mapping[str, Any]) -> Raw:
    """An attribute to be written back as it was read, a stream record's included."""
    ((kind, value),) = attribute.items()
    return Raw({kind: _AS_READ[kind](value) if kind in _AS_READ else value})


def present(value: Any) -> Any:
    """The same at any depth without what is None or empty; `decode` fills it in again."""
    if isinstance(value, Mapping):
        return {name: present(inner) for name, inner in value.items() if not _is_absent(inner)}
    if isinstance(value, list | tuple):
        return list(map(present, value))
    return value


def encode(value: DataclassInstance) -> dict[str, Any]:
    """A dataclass as plain values, times as RFC 3339; its sets stay sets, so that DynamoDB can take members out."""
    plain: dict[str, Any] = msgspec.to_builtins(value)
    plain.pop("unknown", None)  # carried in a way of its own, see `formats`
    own = {field.name: getattr(value, field.name) for field in fields(value)}
    sets = {name: members for name, members in own.items() if isinstance(members, frozenset)}
    return plain | sets


def decode(plain: Mapping[str, Any], kind: type[T]) -> T:
    """The dataclass that `encode` took apart; fields that `kind` does not have are keys and are passed over."""
    if kind in _looked_into:
        return msgspec.convert(plain, kind)
    # msgspec looks into a class when it first meets it; two threads that do so at once kill the process.
    with _one_at_a_time:
        value = msgspec.convert(plain, kind)
        _looked_into.add(kind)
    return value


def _is_absent(value: object) -> bool:
    return not value and not isinstance(value, int | float)


def _attribute(value: Any) -> dict[str, Any]:
    if type(value) is Raw:
        return value
    kind, write = _EXACT.get(type(value)) or _kind(value)
    return {kind: write(value)}


def _kind(value: Any) -> tuple[str, Callable[[Any], Any]]:
    return next((kind, write) for known, kind, write in _KINDS if isinstance(value, known))


def _listed(value: Iterable[Any]) -> list[dict[str, Any]]:
    return list(map(_attribute, value))


_KINDS: tuple[tuple[Any, str, Callable[[Any], Any]], ...] = (
    (bool, "BOOL", bool),  # before the numbers: a bool is an int
    (int | float, "N", lambda number: repr(number) if not 0 < abs(number) < _SMALLEST else "0.0"),
    (str, "S", str),
    (bytes, "B", bytes),
    (Mapping, "M", to_item),
    (frozenset, "SS", sorted),
    (list | tuple, "L", _listed),
)
# Nearly every value is of one of these, and every item that is read or written passes here.
_EXACT = {exact: _kind(exact()) for exact in (str, int, float, bool, dict, list, tuple, frozenset, bytes)}


def _number(text: str) -> int | float:
    try:
        return int(text)
    except ValueError:
        return float(text)


def _plain(attribute: Mapping[str, Any]) -> Any:
    ((kind, value),) = attribute.items()
    return _READ[kind](value) if kind in _READ else value


def _binary(value: bytes | str) -> bytes:
    # A client hands over bytes; a stream's record is JSON, where they are base64.
    return b64decode(value) if isinstance(value, str) else value


_READ: dict[str, Callable[[Any], Any]] = {
    "N": _number,
    "B": _binary,
    "M": from_item,
    "L": lambda elements: [_plain(element) for element in elements],
}
_AS_READ: dict[str, Callable[[Any], Any]] = {
    "B": _binary,
    "BS": lambda members: [_binary(member) for member in members],
    "M": lambda members: {name: raw(inner) for name, inner in members.items()},
    "L": lambda elements: [raw(inner) for inner in elements],
}
