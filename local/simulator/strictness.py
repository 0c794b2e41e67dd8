"""What OpenAI refuses of a request for structured outputs, and what it says then.

From its guide: the root is an object; every object names all its properties as required and allows no others; types
and keywords are a subset of JSON Schema; at most 10 levels and 5,000 properties. `$ref` is allowed there, not here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .config import Json

Path = tuple[str, ...]

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_MOST_LEVELS = 10
_MOST_PROPERTIES = 5_000
_ANYWHERE = frozenset({"type", "description", "title", "enum", "const", "anyOf"})
_INSTEAD_OF_TYPE = frozenset({"anyOf", "enum", "const"})
_NUMBER = frozenset({"multipleOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"})
_KEYWORDS: dict[str, frozenset[str]] = {
    "object": frozenset({"properties", "required", "additionalProperties"}),
    "array": frozenset({"items", "minItems", "maxItems"}),
    # `minLength` and `maxLength` are in no list of what is supported.
    "string": frozenset({"pattern", "format"}),
    "integer": _NUMBER,
    "number": _NUMBER,
    "boolean": frozenset(),
    "null": frozenset(),
}


@dataclass(frozen=True)
class Objection:
    """Why a request is refused: the words, and the parameter that they are about."""

    message: str
    param: str | None = None


def first_objection(body: Json) -> Objection | None:
    """The first thing that OpenAI would object to, or None."""
    return next(_objections(body), None)


def is_strict(body: Json) -> bool:
    """Whether the answer is promised to follow the schema."""
    return body["response_format"]["json_schema"].get("strict") is True


def _objections(body: Json) -> Iterator[Objection]:
    if not isinstance(body.get("model"), str) or not body["model"]:
        yield Objection("you must provide a model parameter")
    yield from _of_messages(body.get("messages"))
    yield from _of_format(body.get("response_format"))


def _of_messages(messages: Any) -> Iterator[Objection]:
    if not isinstance(messages, list) or not messages:
        yield Objection("Missing required parameter: 'messages'.", "messages")
        return
    for index, message in enumerate(messages):
        if not _is_message(message):
            yield Objection(f"Invalid value for 'messages[{index}]'.", f"messages[{index}]")


def _is_message(message: Any) -> bool:
    if not isinstance(message, dict) or not isinstance(message.get("content"), str):
        return False
    return message.get("role") in ("system", "developer", "user", "assistant")


def _of_format(wanted: Any) -> Iterator[Objection]:
    described = wanted.get("json_schema") if isinstance(wanted, dict) else None
    if not isinstance(described, dict) or wanted.get("type") != "json_schema":
        yield Objection("Missing required parameter: 'response_format.json_schema'.", "response_format.json_schema")
        return
    if not _NAME.fullmatch(str(described.get("name", ""))):
        yield Objection("Invalid 'response_format.json_schema.name'.", "response_format.json_schema.name")
    if not isinstance(described.get("schema"), dict):
        yield Objection(
            "Missing required parameter: 'response_format.json_schema.schema'.", "response_format.json_schema.schema"
        )
    elif described.get("strict") is True:
        yield from _of_strict(described["schema"], str(described["name"]))


def _of_strict(schema: Json, name: str) -> Iterator[Objection]:
    complaints = [_at_root(schema), *_walk(schema), _too_many(schema), _too_deep(schema)]
    for complaint in filter(None, complaints):
        yield Objection(f"Invalid schema for response_format '{name}': {complaint}", "response_format")


def _at_root(schema: Json) -> str:
    return "" if schema.get("type") == "object" else "schema must be a JSON Schema of 'type: \"object\"'."


def _too_many(schema: Json) -> str:
    count = sum(len(one.get("properties", {})) for one, _ in _parts(schema, ()))
    return f"more than {_MOST_PROPERTIES} properties." if count > _MOST_PROPERTIES else ""


def _too_deep(schema: Json) -> str:
    levels = max(path.count("properties") for _, path in _parts(schema, ()))
    return f"more than {_MOST_LEVELS} levels of nesting." if levels > _MOST_LEVELS else ""


def _walk(schema: Json) -> Iterator[str]:
    for part, path in _parts(schema, ()):
        for complaint in _of_part(part):
            yield f"In context={path!r}, {complaint}"


def _parts(schema: Any, where: Path) -> Iterator[tuple[Json, Path]]:
    """A schema and all below it, with their paths."""
    if not isinstance(schema, dict):
        return
    yield schema, where
    for name, child in dict(schema.get("properties") or {}).items():
        yield from _parts(child, (*where, "properties", name))
    yield from _parts(schema.get("items"), (*where, "items"))
    for number, choice in enumerate(schema.get("anyOf") or ()):
        yield from _parts(choice, (*where, "anyOf", str(number)))


def _of_part(part: Json) -> Iterator[str]:
    kinds = _kinds(part)
    if not kinds and not part.keys() & _INSTEAD_OF_TYPE:
        yield "schema must have a 'type' key."
    for kind in kinds:
        if kind not in _KEYWORDS:
            yield f"'{kind}' is not a valid type."
    yield from (f"'{word}' is not permitted." for word in part if word not in _allowed(kinds))
    if "object" in kinds:
        yield from _of_object(part)


def _kinds(part: Json) -> list[str]:
    kinds = part.get("type", [])
    return kinds if isinstance(kinds, list) else [kinds]


def _allowed(kinds: list[str]) -> frozenset[str]:
    return _ANYWHERE.union(*(_KEYWORDS.get(kind, frozenset()) for kind in kinds))


def _of_object(part: Json) -> Iterator[str]:
    if part.get("additionalProperties") is not False:
        yield "'additionalProperties' is required to be supplied and to be false."
    missing = set(part.get("properties", {})) ^ set(part.get("required") or ())
    if missing:
        yield (
            "'required' is required to be supplied and to be an array including every key in properties. "
            f"Missing '{min(missing)}'."
        )
