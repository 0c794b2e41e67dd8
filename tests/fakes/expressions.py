"""DynamoDB's expression language, as far as the store speaks it: conditions and updates of top-level attributes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

Item = Mapping[str, Mapping[str, Any]]
Condition = Callable[[Item, Item], bool]
"""Whether a condition holds for (item, expression values)."""
Operand = Callable[[Item, Item], Any]

_TOKEN = re.compile(r"\s*([A-Za-z_]\w*|:\w+|<=|>=|<>|[=<>(),])")
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: bool(a == b),
    "<>": lambda a, b: bool(a != b),
    "<": lambda a, b: bool(a < b),
    "<=": lambda a, b: bool(a <= b),
    ">": lambda a, b: bool(a > b),
    ">=": lambda a, b: bool(a >= b),
}


def plain(attribute: Mapping[str, Any] | None) -> Any:
    """What an attribute compares as, its type included; None when it is not there."""
    if attribute is None:
        return None
    ((kind, value),) = attribute.items()
    return (kind, Decimal(value)) if kind == "N" else (kind, value)


@lru_cache(maxsize=256)
def condition(text: str) -> Condition:
    """A compiled condition. ValueError on what the fake does not know, so that no test passes by accident."""
    parser = _Parser(text)
    found = parser.disjunction()
    parser.end()
    return found


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokens(text)

    def end(self) -> None:
        if self._tokens:
            raise ValueError(f"left over in {self._text!r}: {self._tokens}")

    def disjunction(self) -> Condition:
        found = self._conjunction()
        while self._next("OR"):
            found = _either(found, self._conjunction())
        return found

    def _conjunction(self) -> Condition:
        found = self._primary()
        while self._next("AND"):
            found = _both(found, self._primary())
        return found

    def _primary(self) -> Condition:
        if self._next("NOT"):
            inverse = self._primary()
            return lambda item, values: not inverse(item, values)
        if self._next("("):
            inner = self.disjunction()
            self._take(")")
            return inner
        return self._function() or self._comparison()

    def _function(self) -> Condition | None:
        if self._tokens[0] not in ("attribute_exists", "attribute_not_exists", "begins_with"):
            return None
        name = self._tokens.pop(0)
        self._take("(")
        attribute = self._tokens.pop(0)
        if name == "begins_with":
            self._take(",")
            prefix = self._operand()
            self._take(")")
            return lambda item, values: attribute in item and _begins(item[attribute], prefix(item, values))
        self._take(")")
        wanted = name == "attribute_exists"
        return lambda item, values: (attribute in item) is wanted

    def _comparison(self) -> Condition:
        left = self._operand()
        if self._next("BETWEEN"):
            low = self._operand()
            self._take("AND")
            high = self._operand()
            return lambda item, values: _within(low(item, values), left(item, values), high(item, values))
        compare, right = _COMPARE[self._tokens.pop(0)], self._operand()
        return lambda item, values: _alike(compare, left(item, values), right(item, values))

    def _operand(self) -> Operand:
        name = self._tokens.pop(0)
        if name.startswith(":"):
            return lambda _item, values: plain(values[name])
        return lambda item, _values: plain(item.get(name))

    def _next(self, word: str) -> bool:
        if self._tokens and self._tokens[0] == word:
            self._tokens.pop(0)
            return True
        return False

    def _take(self, word: str) -> None:
        if not self._next(word):
            raise ValueError(f"{word} expected in {self._text!r}")


def tokens(text: str) -> list[str]:
    """The words of an expression."""
    found, place = [], 0
    while text[place:].strip():
        match = _TOKEN.match(text, place)
        if match is None:
            raise ValueError(f"not understood: {text[place:]!r}")
        found.append(match[1])
        place = match.end()
    return found


def _either(first: Condition, second: Condition) -> Condition:
    return lambda item, values: first(item, values) or second(item, values)


def _both(first: Condition, second: Condition) -> Condition:
    return lambda item, values: first(item, values) and second(item, values)


def _alike(compare: Callable[[Any, Any], bool], left: Any, right: Any) -> bool:
    """A comparison with what is not there, or is of another type, does not hold."""
    return left is not None and right is not None and left[0] == right[0] and compare(left[1], right[1])


def _within(low: Any, value: Any, high: Any) -> bool:
    return _alike(_COMPARE["<="], low, value) and _alike(_COMPARE["<="], value, high)


def _begins(attribute: Mapping[str, Any], prefix: tuple[str, Any]) -> bool:
    return bool(attribute.get(prefix[0], "").startswith(prefix[1]))
