"""Responses of operations: what succeeded, with its links and an example; and the refusals, by reference."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from reprise.edge.bodies import AccountView, PersonaView, StartedView, TrackView
from reprise.edge.run_bodies import RunView
from tools.openapi import refusals
from tools.openapi.facts import FACTS, STARTED, Fact
from tools.openapi.found import Found
from tools.openapi.parts import LIMITS, Part, link
from tools.openapi.schemas import reference

EXAMPLES = Path(__file__).with_name("examples.json")
_THROTTLED = {"$ref": "#/components/responses/Throttled"}
_FILES: dict[str, dict[str, Part]] = {
    "getOpenapi": {"application/json": {"schema": {"type": "object"}}},
    "getDocs": {"text/html": {"schema": {"type": "string"}}},
    "getDocsFile": {
        "text/css": {"schema": {"type": "string"}},
        "text/javascript": {"schema": {"type": "string"}},
        "text/html": {"schema": {"type": "string"}},
        "text/plain": {"schema": {"type": "string"}},
        "application/json": {"schema": {"type": "object"}},
    },
}
_ALIKE = {
    StartedView: "postTrack 202",
    TrackView: "getTrack 200",
    AccountView: "grantCredits 200",
    PersonaView: "postPersona 201",
    RunView: "getParcours 200",
}
"""Whose example shows an answer that no test got of an operation itself."""


def responses(one: Found) -> Part:
    """All responses of an operation, by status."""
    return {
        **{str(status): _succeeded(one, status, words) for status, words in outcomes(one).items()},
        **({"304": _unchanged()} if one.name in _FILES else {}),
        **{
            str(status): {"$ref": f"#/components/responses/{refusals.name_of(told, limited=one.is_limited)}"}
            for status, told in refusals.by_status(one)
        },
        **({"429": _THROTTLED} if one.is_open else {}),
    }


def outcomes(one: Found) -> dict[int, str]:
    """The statuses of success, each with what it means."""
    named = FACTS.get(one.name, Fact()).outcomes
    if named is not None:
        return named
    return STARTED if one.route.answer is StartedView else {200: "Done."}


def _succeeded(one: Found, status: int, words: str) -> Part:
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in _headers(one, status)}
    content = _FILES.get(one.name) or _content(one, status)
    links = {name: link(one.name, name) for name in FACTS.get(one.name, Fact()).links}
    parts = {"headers": headers, "content": content, "links": links}
    return {"description": words, **{name: part for name, part in parts.items() if part}}


def _content(one: Found, status: int) -> Part:
    if one.route.answer is None:
        return {}
    example = examples().get(f"{one.name} {status}") or examples().get(_ALIKE.get(one.route.answer, ""))
    shown = {"example": example} if example else {}
    return {"application/json": {"schema": reference(one.route.answer), **shown}}


def _headers(one: Found, status: int) -> Iterator[str]:
    if one.is_limited:
        yield from LIMITS
    if one.is_keyed and status in (200, 202):
        yield "Idempotency-Replayed"
    if one.name == "deleteTrack":
        yield "Credits-Refunded"
    if one.name in _FILES:
        yield "ETag"


def _unchanged() -> Part:
    return {"description": "It is as you have it.", "headers": {"ETag": {"$ref": "#/components/headers/ETag"}}}


@cache
def examples() -> dict[str, Any]:
    """Answers that tests have got, by operation and status."""
    found: dict[str, Any] = json.loads(EXAMPLES.read_text("utf-8"))
    return found
