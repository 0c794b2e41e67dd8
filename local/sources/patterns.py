"""Event filtering patterns, as far as queues and streams use them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from local.intrinsics import TemplateError

_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "prefix": lambda wanted, value: isinstance(value, str) and value.startswith(wanted),
    "suffix": lambda wanted, value: isinstance(value, str) and value.endswith(wanted),
    "anything-but": lambda wanted, value: value not in (wanted if isinstance(wanted, list) else [wanted]),
}
_MISSING = object()


def matches(pattern: dict[str, Any], value: Any) -> bool:
    """Whether a record has everything the pattern asks for."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return False
    return isinstance(value, dict) and all(_field(one, value.get(key, _MISSING)) for key, one in pattern.items())


def _field(wanted: Any, value: Any) -> bool:
    if isinstance(wanted, dict):
        return value is not _MISSING and matches(wanted, value)
    return any(_one(test, value) for test in wanted)


def _one(test: Any, value: Any) -> bool:
    if not isinstance(test, dict):
        return bool(test == value)
    (name, wanted) = next(iter(test.items()))
    if name == "exists":
        return bool(wanted) is (value is not _MISSING)
    if name not in _TESTS:
        raise TemplateError(f"the local stack does not know the filter {name}")
    return value is not _MISSING and _TESTS[name](wanted, value)


def wanted(filters: tuple[dict[str, Any], ...], record: dict[str, Any]) -> bool:
    """Whether any of the filters lets a record through; without filters, all go."""
    return not filters or any(matches(one, record) for one in filters)
