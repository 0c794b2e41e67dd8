"""Refusals as responses: one for each set of codes that share a status, with a plan's limits where they are told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from reprise.domain.errors import DomainError, FieldError, InvalidInput, RateLimited
from reprise.edge.problems import STATUSES, problem
from tools.openapi.facts import FACTS, Fact
from tools.openapi.found import Found
from tools.openapi.parts import LIMITS, Part

_REQUEST = "JKJaXmPLvHcESHA="
_NOT_COUNTED = {"unauthorized", "internal", "timeout"}
"""Answered before a plan's limits are known, or when nothing is."""
_REPLAYED = {"provider_error", "provider_unavailable"}

PROBLEM: Part = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "The code as a URI."},
        "title": {"type": "string", "description": "The code in words."},
        "status": {"type": "integer", "minimum": 400, "maximum": 599, "description": "The status again."},
        "detail": {"type": "string", "description": "What stands in the way, in words."},
        "code": {"type": "string", "enum": list(STATUSES), "description": "Go by this; it never changes."},
        "requestId": {"type": "string", "description": "Tell us this when something is our fault."},
        "errors": {
            "type": "array",
            "description": "Which fields are wrong (`invalid_input`).",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
                "required": ["field", "message"],
            },
        },
        "limit": {
            "type": "string",
            "enum": ["perMinute", "perDay", "concurrent"],
            "description": "Which limit is reached (`rate_limited`).",
        },
    },
    "required": ["type", "title", "status", "detail", "code", "requestId"],
}


THROTTLED: Part = {
    "description": "API Gateway has let nobody through for a moment; no function has seen this.",
    "content": {
        "application/json": {
            "schema": {"type": "object", "properties": {"message": {"type": "string"}}, "required": ["message"]},
            "example": {"message": "Too Many Requests"},
        }
    },
}
"""What anybody may call can be asked for too often by anybody, and is then answered by AWS itself."""


def codes(one: Found) -> list[str]:
    """The codes of all refusals of an operation, in the order of their statuses."""
    told = {code for code, holds in _follows(one).items() if holds} | {*FACTS.get(one.name, Fact()).refusals}
    return [code for code in STATUSES if code in told]


def _follows(one: Found) -> dict[str, bool]:
    """What follows from the route itself."""
    route = one.route
    return {
        "invalid_input": route.body is not None or route.query is not None,
        "payload_too_large": route.body is not None,
        "unauthorized": not one.is_open,
        "not_found": bool(one.parameters),
        "rate_limited": one.is_limited,
        "internal": True,
        "timeout": not one.is_open,
    }


def by_status(one: Found) -> Iterator[tuple[int, list[str]]]:
    """The statuses of an operation's refusals, each with its codes."""
    found: dict[int, list[str]] = defaultdict(list)
    for code in codes(one):
        found[int(STATUSES[code])].append(code)
    yield from sorted(found.items())


def name_of(told: list[str], *, limited: bool) -> str:
    """What such a response is called."""
    name = "Or".join("".join(part.title() for part in code.split("_")) for code in told)
    return f"{name}OfLimited" if limited and not _NOT_COUNTED & {*told} else name


def response(told: list[str], *, limited: bool) -> Part:
    """The response with these codes."""
    examples = {code: {"summary": _example(code)["title"], "value": _example(code)} for code in told}
    headers = [*_headers(told), *(LIMITS if limited and not _NOT_COUNTED & {*told} else ())]
    return {
        "description": " Or: ".join(_example(code)["detail"] for code in told),
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in headers},
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": examples}
        },
    }


def _headers(told: list[str]) -> Iterator[str]:
    yield "Content-Language"
    if "rate_limited" in told:
        yield "Retry-After"
    if "unauthorized" in told:
        yield "WWW-Authenticate"
    if _REPLAYED & {*told}:
        yield "Idempotency-Replayed"


def _example(code: str) -> dict[str, Any]:
    return problem(_error(code), "en", _REQUEST)[1]


def _error(code: str) -> DomainError:
    if code == "invalid_input":
        return InvalidInput([FieldError("limit", "page_size", {"bound": 100})])
    if code == "rate_limited":
        return RateLimited("perMinute", datetime(2026, 1, 2, tzinfo=UTC))
    error = DomainError()
    error.code = code
    return error
