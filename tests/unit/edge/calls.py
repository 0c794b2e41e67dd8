"""HTTP calls as values, for what needs no AWS."""

from __future__ import annotations

import json
from typing import Any

from reprise.edge.cursors import Cursors
from reprise.edge.http import Call

CURSORS = Cursors(lambda: b"a secret")


def call(body: Any = None, *, raw: str | None = None, query: dict[str, str] | None = None, **headers: str) -> Call:
    """A call with a body; a header `idempotency_key` is given as a keyword."""
    return Call(
        {
            "requestContext": {"requestId": "req-1"},
            "headers": {name.replace("_", "-"): value for name, value in headers.items()},
            "body": json.dumps(body) if raw is None else raw,
            "isBase64Encoded": False,
            **({"queryStringParameters": query} if query else {}),
        }
    )


def listing(user: str, route: str = "GET /v1/things", **query: str) -> Call:
    """A call for a user's list."""
    claims = {"authorizer": {"jwt": {"claims": {"sub": user}}}}
    return Call({"routeKey": route, "requestContext": claims, "queryStringParameters": query})
