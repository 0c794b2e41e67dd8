"""JSON schemas of bodies and answers: what pydantic makes of the types that validate, as a document wants it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, cast

from pydantic import TypeAdapter

from reprise.edge.validation import adapter_of
from tools.openapi.found import Found
from tools.openapi.words import FIELDS, RULES

Schema = dict[str, Any]

PREFIX = "#/components/schemas/"
_NO_CONTROL = {r"^\P{Cc}*$": r"^[^\u0000-\u001F\u007F-\u009F]*$"}
"""Not every language reads the first."""
_REFERENCE = re.compile(r'"#/components/schemas/([\w.-]+)"')
_NULL = {"type": "null"}


def reference(kind: type[Any]) -> Schema:
    """Where the schema of a type is."""
    return {"$ref": PREFIX + public(kind.__name__)}


def public(name: str) -> str:
    """A type's name as it is told: that it is a view is nobody's business."""
    return name.removesuffix("View")


def schemas(routes: Iterable[Found]) -> dict[str, Schema]:
    """Name -> schema of all that these routes take and answer."""
    wanted: list[Any] = []
    for one in routes:
        if one.route.body:
            wanted.append((one.name, "validation", adapter_of(cast("Any", one.route.body))))
        if one.route.answer:
            wanted.append((one.name, "serialization", TypeAdapter(one.route.answer)))
    made = TypeAdapter.json_schemas(wanted, ref_template=PREFIX + "{model}")[1]["$defs"]
    told = {public(name): _named(public(name), schema) for name, schema in made.items()}
    used = set(_REFERENCE.findall(json.dumps([told, [_reference_of(one) for one in routes]])))
    return {name: told[name] for name in sorted(told) if name in used}


def _reference_of(one: Found) -> list[Schema]:
    return [reference(kind) for kind in (one.route.body, one.route.answer) if kind]


def _named(name: str, schema: Schema) -> Schema:
    return {**_plain(schema), **RULES.get(name, {})}


def _plain(value: Any) -> Any:
    """A schema without what says nothing: titles made of names, null as a default, two ways where one word does."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if not isinstance(value, dict):
        return value
    plain = {key: _told(key, one) for key, one in value.items() if not _says_nothing(key, one)}
    return _nullable(plain)


def _told(key: str, value: Any) -> Any:
    if key == "properties":
        return {name: _property(name, _plain(schema)) for name, schema in value.items()}
    if key == "$ref":
        return PREFIX + public(value.removeprefix(PREFIX))
    return _NO_CONTROL.get(value, value) if key == "pattern" else _plain(value)


def _property(name: str, schema: Schema) -> Schema:
    is_moment = name.endswith("At") and name != "providerCreatedAt" and "string" in schema.get("type", "")
    words = {"description": FIELDS[name]} if name in FIELDS and "description" not in schema else {}
    return {**schema, **({"format": "date-time"} if is_moment else {}), **words}


def _says_nothing(key: str, value: Any) -> bool:
    return (key == "title" and isinstance(value, str)) or (key == "default" and value is None)


def _nullable(schema: Mapping[str, Any]) -> Schema:
    """`{"type": ["string", "null"]}` for a string or null; what has values of its own stays beside null."""
    ways = schema.get("anyOf", [])
    is_plain = len(ways) == 2 and ways[1] == _NULL and "type" in ways[0] and "enum" not in ways[0]
    if not is_plain:
        return dict(schema)
    rest = {key: value for key, value in schema.items() if key != "anyOf"}
    return {**rest, **ways[0], "type": [ways[0]["type"], "null"]}
