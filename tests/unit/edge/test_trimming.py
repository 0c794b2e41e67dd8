"""What is cut of a body is too much anyway: every bound is smaller, so the field is refused for the same reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, get_args, get_type_hints

import pytest

from reprise.domain.requests import Items, Length, Name, Prose
from reprise.edge.bounds import LONGEST_TEXT, MOST_ITEMS, trimmed
from tests.gates.declared import functions

BODIES = [route.body for function in functions().values() for route in function.routes.values() if route.body]

SIZES: dict[type, Callable[[Any], float]] = {
    Prose: lambda bound: bound.longest_uncleaned / LONGEST_TEXT,
    Name: lambda bound: bound.most / LONGEST_TEXT,
    Length: lambda bound: bound.most / MOST_ITEMS,
    Items: lambda bound: bound.most / MOST_ITEMS,
}
"""How large a bound is, in parts of what is left of a body."""


def bounds(hint: Any) -> Iterator[Any]:
    """All bounds in a type, however deep."""
    for part in (*get_args(hint), *getattr(hint, "__metadata__", ())):
        yield part
        yield from bounds(part)


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.__name__)
def test_whatever_is_cut_is_over_its_bound(body: type) -> None:
    hints = get_type_hints(body, include_extras=True).values()
    sizes = [SIZES[type(bound)](bound) for hint in hints for bound in bounds(hint) if type(bound) in SIZES]
    assert [size for size in sizes if not size < 1] == []


@pytest.mark.parametrize(
    "value", [None, True, 1, 0.5, "text", ["a", "b"], {"a": 1}, [{"a": "b", "c": 1}] * 10, ["x" * 20_000] * 100]
)
def test_what_may_be_taken_is_as_it_was(value: Any) -> None:
    assert trimmed({"field": value}) == {"field": value}


def test_what_is_too_much_is_cut() -> None:
    long: dict[str, Any] = {
        "text": "x" * 1_000_000,
        "list": [1] * 100_000,
        "object": {str(n): n for n in range(50_000)},
    }
    short = trimmed(long)
    assert {name: len(value) for name, value in short.items()} == {"text": 24_000, "list": 200, "object": 200}
    deep: list[Any] = []
    for _ in range(800):
        deep = [deep]
    assert trimmed({"deep": deep}) == {"deep": [[[]]]}
