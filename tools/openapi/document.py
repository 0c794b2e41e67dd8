"""The whole document, made of the routes, the types that validate, and the sample events."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from reprise import VERSION
from reprise.edge.webhooks import ReceiptView
from tools.openapi import callbacks, refusals
from tools.openapi.answers import responses
from tools.openapi.facts import FACTS, TAGS, Fact, tag_of
from tools.openapi.found import BASE, Found, found
from tools.openapi.parts import ABOUT, HEADERS, PARAMETERS, SECURITY, Part
from tools.openapi.schemas import public, reference, schemas

_RECEIVES = "webhook"
"""The operation that the providers call."""


def document() -> dict[str, Any]:
    """The OpenAPI document."""
    routes = found()
    told = schemas(routes)
    paths: dict[str, Part] = defaultdict(dict)
    for one in routes:
        paths[one.path][one.method] = _operation(one, told)
    received = next(_operation(one, told) for one in routes if one.name == _RECEIVES)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Reprise", "version": VERSION, "summary": "Music for products.", "description": ABOUT},
        "servers": [{"url": BASE, "description": "Where this document comes from."}],
        "security": [{"token": []}],
        "tags": [{"name": name, "description": words} for name, (words, _) in TAGS.items()],
        "paths": dict(paths),
        "webhooks": callbacks.webhooks(received),
        "components": {
            "schemas": {**told, **callbacks.SCHEMAS, "Problem": refusals.PROBLEM},
            "responses": _refusals(routes),
            "parameters": {_component(name): part for name, part in PARAMETERS.items()},
            "headers": HEADERS,
            "securitySchemes": SECURITY,
        },
    }


def _operation(one: Found, told: dict[str, Part]) -> Part:
    receives = one.name == _RECEIVES
    more = FACTS.get(one.name, Fact()).more
    body = callbacks.body() if receives else _body(one, told)
    return {
        "operationId": one.name,
        "tags": [tag_of(one.path)],
        "summary": one.route.summary,
        **({"description": more} if more else {}),
        **({"security": []} if one.is_open else {}),
        "parameters": [*_parameters(one), *(callbacks.PARAMETERS if receives else ())],
        **({"requestBody": body} if body else {}),
        "responses": callbacks.answers() if receives else responses(one),
    }


def _parameters(one: Found) -> list[Part]:
    names = [*one.parameters, *(one.route.query or ())]
    if one.is_keyed or one.name == "grantCredits":
        names.append("Idempotency-Key")
    if not one.is_open:
        names.append("Accept-Language")
    return [{"$ref": f"#/components/parameters/{_component(name)}"} for name in names]


def _component(name: str) -> str:
    """What a parameter is called among the components: `id` alone would say too little."""
    return {"id": "notificationId"}.get(name, name)


def _body(one: Found, told: dict[str, Part]) -> Part | None:
    if one.route.body is None:
        return None
    schema = reference(one.route.body)
    example = {} if one.example is None else {"example": one.example}
    needed = {"required", "not"} & told[public(one.route.body.__name__)].keys()  # no body is an empty one
    return {"required": bool(needed), "content": {"application/json": {"schema": schema, **example}}}


def _refusals(routes: list[Found]) -> dict[str, Part]:
    told = {
        refusals.name_of(codes, limited=one.is_limited): refusals.response(codes, limited=one.is_limited)
        for one in routes
        for _, codes in refusals.by_status(one)
    }
    told |= callbacks.receipts(reference(ReceiptView))
    told |= {
        "PayloadTooLarge": refusals.response(["payload_too_large"], limited=False),
        "Throttled": refusals.THROTTLED,
    }
    return dict(sorted(told.items()))
