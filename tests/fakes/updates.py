"""DynamoDB's update expressions: SET, REMOVE, ADD and DELETE of top-level attributes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

Item = dict[str, Mapping[str, Any]]
Change = Callable[[Item, Mapping[str, Any]], None]

_CLAUSE = re.compile(r"\b(SET|REMOVE|ADD|DELETE)\b")
_SET = re.compile(r"(\w+) = (:\w+)")
_PAIR = re.compile(r"(\w+) (:\w+)")


def updated(item: Mapping[str, Any] | None, key: Mapping[str, Any], text: str, values: Mapping[str, Any]) -> Item:
    """The item after an update; one that was not there begins with its key."""
    new: Item = dict(item or key)
    for change in _compiled(text):
        change(new, values)
    return new


@lru_cache(maxsize=256)
def _compiled(text: str) -> tuple[Change, ...]:
    words = [part.strip() for part in _CLAUSE.split(text) if part.strip()]
    clauses = zip(words[::2], words[1::2], strict=True)
    return tuple(_CLAUSES[clause](part.strip()) for clause, body in clauses for part in body.split(","))


def _set(text: str) -> Change:
    name, value = _match(_SET, text)

    def change(item: Item, values: Mapping[str, Any]) -> None:
        item[name] = values[value]

    return change


def _remove(text: str) -> Change:
    def change(item: Item, _values: Mapping[str, Any]) -> None:
        item.pop(text, None)

    return change


def _add(text: str) -> Change:
    name, value = _match(_PAIR, text)

    def change(item: Item, values: Mapping[str, Any]) -> None:
        kind, amount = next(iter(values[value].items()))
        known = item.get(name, {}).get(kind)
        if kind == "N":
            item[name] = {"N": str(int(known or "0") + int(amount))}
        else:
            item[name] = {kind: sorted({*(known or ()), *amount})}

    return change


def _delete(text: str) -> Change:
    name, value = _match(_PAIR, text)

    def change(item: Item, values: Mapping[str, Any]) -> None:
        kind, members = next(iter(values[value].items()))
        left = sorted(set(item.get(name, {}).get(kind, ())) - set(members))
        item.pop(name, None)
        if left:
            item[name] = {kind: left}

    return change


def _match(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    found = pattern.fullmatch(text)
    if found is None:
        raise ValueError(f"the fake does not know the update {text!r}")
    return found[1], found[2]


_CLAUSES: dict[str, Callable[[str], Change]] = {"SET": _set, "REMOVE": _remove, "ADD": _add, "DELETE": _delete}
