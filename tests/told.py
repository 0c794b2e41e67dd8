"""Every answer that tests get is one that the API's document tells of, and what was taken is what it says is taken.

With RECORD_EXAMPLES=1 the richest short answers become the document's examples (then `make openapi`).
"""

from __future__ import annotations

import json
import os
import re
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from tools.openapi.__main__ import WRITTEN
from tools.openapi.answers import EXAMPLES
from tools.openapi.found import BASE

_LOCAL = re.compile(r"https?://127\.0\.0\.1:\d+/[^\"?]*?([\w.-]*)(?:\?[^\"]*)?\"")
_LONGEST_EXAMPLE = 6000
_BEFORE_CLEANING = {"maxLength", "minLength"}
"""Bounds that hold after cleaning: what was sent may be beyond them."""


@cache
def document() -> dict[str, Any]:
    """The API's document."""
    found: dict[str, Any] = json.loads(WRITTEN.read_text("utf-8"))
    return found


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    paths = sorted(document()["paths"], key=lambda path: path.count("{"))
    return [(re.compile(BASE + re.sub(r"\{\w+\}", "[^/]+", path)), path) for path in paths]


def operation(method: str, path: str) -> dict[str, Any] | None:
    """The operation that a call is for; exact paths before those with parameters."""
    fitting = [document()["paths"][one] for pattern, one in _patterns() if pattern.fullmatch(path)]
    return next((one[method.lower()] for one in fitting if method.lower() in one), None)


def faults(schema: dict[str, Any], value: Any) -> list[Any]:
    """What a schema of the document has against a value."""
    return list(_validator(json.dumps(schema)).iter_errors(value))


@cache
def _validator(schema: str) -> Draft202012Validator:
    return Draft202012Validator({**json.loads(schema), "components": document()["components"]})


def judge_answer(told: dict[str, Any], status: int, kind: str, body: Any) -> None:
    """Fail for an answer of which the document does not tell."""
    where = f"{told['operationId']} {status}"
    response = told["responses"].get(str(status))
    assert response, f"{where}: no such status in the document: {body}"
    response = document()["components"]["responses"].get(response.get("$ref", "").split("/")[-1], response)
    content = response.get("content", {})
    assert kind.partition(";")[0] in content or body is None, f"{where}: {kind} is none of {list(content)}"
    if body is not None and kind.endswith("json"):
        schema = content[kind]["schema"]
        assert [f"{where} {error.json_path}: {error.message}" for error in faults(schema, body)] == []
        _record(where, schema, body)


def judge_request(told: dict[str, Any], status: int, sent: Any) -> None:
    """Fail for a body that was taken although the document says that it is not."""
    if status >= 300 or "requestBody" not in told:
        return
    schema = told["requestBody"]["content"]["application/json"]["schema"]
    wrong = [error for error in faults(schema, sent) if error.validator not in _BEFORE_CLEANING]
    assert [f"{told['operationId']} took {error.json_path}: {error.message}" for error in wrong] == []


def _record(where: str, schema: dict[str, Any], body: Any) -> None:
    if "RECORD_EXAMPLES" not in os.environ or schema.get("$ref", "/Problem").endswith("/Problem"):
        return
    known: dict[str, Any] = json.loads(EXAMPLES.read_text("utf-8"))
    said = _LOCAL.sub(r'https://media.example.com/\1"', json.dumps(_short(body), ensure_ascii=False))
    is_richer = len(json.dumps(known.get(where, ""), ensure_ascii=False)) < len(said) < _LONGEST_EXAMPLE
    if is_richer and "evil" not in said:
        known[where] = json.loads(said)
        EXAMPLES.write_text(json.dumps(dict(sorted(known.items())), indent=1, ensure_ascii=False) + "\n", "utf-8")


def _short(value: Any) -> Any:
    """The same with two items of each list."""
    if isinstance(value, list):
        return [_short(one) for one in value[:2]]
    return {name: _short(one) for name, one in value.items()} if isinstance(value, dict) else value
