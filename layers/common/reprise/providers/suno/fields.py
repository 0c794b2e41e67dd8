"""JSON as Suno's resellers write it: in snake_case or camelCase, numbers as text, and the unexpected anywhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Fields = Mapping[str, Any]

MOST_ITEMS = 10
"""More results than any provider makes in one task."""

LONGEST_TEXT, LONGEST_NAME = 6000, 300
"""Characters. An item of DynamoDB holds 400 KB, and a callback's body may be larger than that: so cut, eight clips and
ten texts fit, whatever is told.
"""

_LONGEST_ID = 128
_WORD_START = re.compile(r"_(\w)")
_DIGITS = re.compile(r"[0-9]{1,9}")


def camel(fields: Fields) -> dict[str, Any]:
    """The same object with camelCase names, its own and those right under `data`, however deep it goes on."""
    named = _renamed(fields)
    if isinstance(named.get("data"), Mapping):
        named["data"] = _renamed(named["data"])
    return named


def _renamed(fields: Fields) -> dict[str, Any]:
    return {_WORD_START.sub(lambda match: match[1].upper(), name): value for name, value in fields.items()}


def items_of(listed: object) -> tuple[Fields, ...]:
    """The objects of a list, the first few of them; none when it is no list."""
    return tuple(map(camel, objects_of(list_of(listed)[:MOST_ITEMS])))


def objects_of(listed: object) -> list[Fields]:
    """The objects of a list, as they are; none when it is no list."""
    return [item for item in list_of(listed) if isinstance(item, Mapping)]


def list_of(value: object) -> list[Any]:
    """A list as it is; everything else is an empty one."""
    return value if isinstance(value, list) else []


def text_of(fields: Fields, *names: str, longest: int = LONGEST_TEXT) -> str | None:
    """The first of these fields that holds a text, cut where no text of its kind goes on."""
    text = first_text(*map(fields.get, names))
    # Half a surrogate pair is valid in JSON and in nothing that it is passed on to.
    return text and text[:longest].encode("utf-8", "replace").decode()


def first_text(*values: object) -> str | None:
    """The first of these values that is a text and not empty."""
    texts = (value for value in values if isinstance(value, str))
    return next(filter(None, texts), None)


def code_of(value: object) -> int | None:
    """A code as a number; some are sent as text."""
    if type(value) is int:
        return value
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        return int(value)
    return None


def task_id_of(*values: object) -> str | None:
    """The first text of these values, if it can be a task's id."""
    return id_of(first_text(*values))


def id_of(text: str | None) -> str | None:
    """A text if it can be an id, of a task or of a clip."""
    return text if text and _is_id(text) else None


def _is_id(text: str) -> bool:
    """Short and printable, as a key of an index has to be."""
    return 0 < len(text) <= _LONGEST_ID and text.isprintable()
