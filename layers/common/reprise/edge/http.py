"""HTTP API events in, answers out. API Gateway has routed already, so a table of its route keys is what is left."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from reprise.domain.errors import (
    DomainError,
    FieldError,
    Forbidden,
    InvalidInput,
    PayloadTooLarge,
    Unauthorized,
)
from reprise.edge.logging import log, log_fault
from reprise.edge.problems import problem

MAX_BODY_BYTES = 1024 * 1024

Event = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Response:
    """A status, a JSON body (None: no body) and headers."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Call:
    """One HTTP call. Header names are in lower case, as API Gateway gives them."""

    event: Event

    @property
    def request_id(self) -> str:
        """API Gateway's id of this call."""
        return str(self.event["requestContext"].get("requestId", ""))

    @property
    def headers(self) -> Mapping[str, str]:
        """Request headers."""
        return self.event.get("headers") or {}

    @property
    def language(self) -> str:
        """The `Accept-Language` header."""
        return self.headers.get("accept-language", "")

    @property
    def claims(self) -> Mapping[str, str]:
        """The claims of the token that API Gateway has verified."""
        authorizer = self.event["requestContext"].get("authorizer") or {}
        claims: Mapping[str, str] = (authorizer.get("jwt") or {}).get("claims") or {}
        return claims

    @property
    def user(self) -> str:
        """Who calls. Raises Unauthorized."""
        if not self.claims.get("sub"):
            raise Unauthorized("sign in first")
        return self.claims["sub"]

    def require_admin(self) -> None:
        """Raise Forbidden unless the caller, if there is one, is in the group `admin`."""
        _ = self.user
        groups = str(self.claims.get("cognito:groups", "")).strip("[]").replace(",", " ").split()
        if "admin" not in groups:
            raise Forbidden("this is for admins")

    def path(self, name: str) -> str:
        """A parameter of the path."""
        return str((self.event.get("pathParameters") or {})[name])

    def query(self, name: str) -> str | None:
        """A parameter of the query."""
        found = (self.event.get("queryStringParameters") or {}).get(name)
        return None if found is None else str(found)

    @property
    def raw_body(self) -> bytes:
        """The body's bytes. Raises PayloadTooLarge, InvalidInput."""
        text = str(self.event.get("body") or "")
        try:
            raw = base64.b64decode(text, validate=True) if self.event.get("isBase64Encoded") else text.encode()
        except binascii.Error as error:
            raise InvalidInput([FieldError("body", "not readable")]) from error
        if len(raw) > MAX_BODY_BYTES:
            raise PayloadTooLarge("at most 1 MiB")
        return raw

    def json_object(self) -> dict[str, Any]:
        """The body as a JSON object. Raises PayloadTooLarge, InvalidInput."""
        try:
            body = json.loads(self.raw_body)
        except (ValueError, RecursionError) as error:
            raise InvalidInput([FieldError("body", "send a JSON object")]) from error
        if not isinstance(body, dict):
            raise InvalidInput([FieldError("body", "send a JSON object")])
        return body


Endpoint = Callable[[Call], Response]


def serve(routes: Mapping[str, Endpoint], event: Event) -> dict[str, Any]:
    """Response an event through the endpoint of its route key; every failure becomes problem+json."""
    call = Call(event)
    try:
        answer = routes[event["routeKey"]](call)
    except DomainError as error:
        answer = Response(*problem(error, call.language, call.request_id))
    except Exception as error:  # noqa: BLE001 - the last line of defence: the caller is told nothing but "our fault"
        log_fault("request_failed", error, route=event["routeKey"], request_id=call.request_id)
        answer = Response(*problem(error, call.language, call.request_id))
    log(
        "answered",
        route=event["routeKey"],
        status=answer.status,
        request_id=call.request_id,
        user_id=call.claims.get("sub"),
    )
    return rendered(answer)


def with_headers(answer: Response, headers: Mapping[str, str]) -> Response:
    """The same answer with more headers."""
    return replace(answer, headers={**answer.headers, **headers})


def rendered(answer: Response) -> dict[str, Any]:
    """An answer as API Gateway takes it."""
    headers = {"content-type": "application/json", "cache-control": "no-store", **answer.headers}
    if answer.body is None:
        headers.pop("content-type")
        return {"statusCode": answer.status, "headers": headers}
    return {
        "statusCode": answer.status,
        "headers": headers,
        "body": json.dumps(answer.body, ensure_ascii=False),
    }
