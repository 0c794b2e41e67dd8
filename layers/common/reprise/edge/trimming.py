"""Bodies in short: what is longer or deeper than anything that is taken is cut, so that refusing it costs little."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any

LONGEST_TEXT = 24_000
"""Characters. No text may be as long, not even before it is cleaned."""

MOST_ITEMS = 200
"""No list and no object may have as many."""

_DEEPEST = 3
"""An object in a list in a field: nothing that is taken is deeper."""


def trimmed(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields, each cut where it is too much anyway; what may be taken is as it was."""
    return {name: _trimmed(value, 1) for name, value in fields.items()}


def _trimmed(value: Any, depth: int) -> Any:
    trim = _TRIMS.get(type(value))
    return trim(value, depth) if trim else value


def _list(value: list[Any], depth: int) -> list[Any]:
    return [_trimmed(one, depth + 1) for one in value[: _most(depth)]]


def _object(value: dict[str, Any], depth: int) -> dict[str, Any]:
    return {name[:LONGEST_TEXT]: _trimmed(one, depth + 1) for name, one in islice(value.items(), _most(depth))}


def _most(depth: int) -> int:
    return MOST_ITEMS if depth < _DEEPEST else 0


_TRIMS: dict[type, Callable[[Any, int], Any]] = {
    str: lambda value, _: value[:LONGEST_TEXT],
    list: _list,
    dict: _object,
}
