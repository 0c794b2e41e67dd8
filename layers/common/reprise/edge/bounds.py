"""The bounds of a request's fields in pydantic's words; and what is far beyond any bound, cut before it is looked at.

So refusing what is longer or deeper than anything that is taken costs little.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from itertools import islice
from typing import Any

from pydantic import BeforeValidator, Field

from reprise.domain.requests import Between, Items, Name, Prose
from reprise.domain.text import CLEANERS

_NO_CONTROL_CHARACTERS = r"^\P{Cc}*$"


def words_of(bound: Any) -> tuple[Any, ...]:
    """What pydantic has to be told of a bound; what is pydantic's own stays as it is."""
    translate = _WORDS.get(type(bound))
    return translate(bound) if translate else (bound,)


def _items(bound: Items) -> tuple[Any, ...]:
    # Looked at first: a list that is too long would be told of item by item.
    length = Field(min_length=bound.least, max_length=bound.most)
    return length, BeforeValidator(partial(_long_enough, bound))


def _long_enough(bound: Items, value: Any) -> Any:
    if not isinstance(value, list):
        return value
    if len(value) > bound.most:
        raise ValueError("too_many", {"bound": bound.most})
    if len(value) < bound.least:
        raise ValueError("too_few", {"bound": bound.least})
    return tuple(value)  # it has been read as Python's by now, and is looked at strictly


def _prose(bound: Prose) -> tuple[Any, ...]:
    return Field(min_length=bound.least, max_length=bound.most), BeforeValidator(partial(_cleaned, bound))


def _cleaned(bound: Prose, value: Any) -> Any:
    """A text cleaned, if it could be within its bounds then; what is no text is left to be refused."""
    if not isinstance(value, str) or len(value) > bound.longest_uncleaned:
        return value
    return CLEANERS[bound.cleaning](value)


_WORDS: dict[type, Callable[[Any], tuple[Any, ...]]] = {
    Between: lambda bound: (Field(ge=bound.low, le=bound.high),),
    Items: _items,
    Name: lambda bound: (Field(min_length=1, max_length=bound.most, pattern=_NO_CONTROL_CHARACTERS),),
    Prose: _prose,
}


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
