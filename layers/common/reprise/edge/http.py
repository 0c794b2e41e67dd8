"""HTTP calls as API Gateway hands them over, and responses as it takes them."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from reprise.domain.errors import FieldError, Forbidden, InvalidInput, PayloadTooLarge, Unauthorized

MAX_BODY_BYTES = 1024 * 1024

REPLAYED = {"idempotency-replayed": "true"}
"""The header of an answer that was given before."""

B = TypeVar("B")

Event = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Response(Generic[B]):
    """A status, a body (None: no body; bytes: as they are; else JSON) and headers."""

    status: int
    body: B
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
    def route(self) -> str:
        """API Gateway's key of the route."""
        return str(self.event["routeKey"])

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
            raise Unauthorized
        return self.claims["sub"]

    def require_admin(self) -> None:
        """Raise Forbidden unless the caller, if there is one, is in the group `admin`."""
        _ = self.user
        if "admin" not in _groups(self.claims.get("cognito:groups", "")):
            raise Forbidden("admins")

    def path(self, name: str) -> str:
        """A parameter of the path."""
        return str((self.event.get("pathParameters") or {})[name])

    def query(self, name: str) -> str | None:
        """A parameter of the query."""
        found = (self.event.get("queryStringParameters") or {}).get(name)
        return None if found is None else str(found)

    @property
    def queried(self) -> frozenset[str]:
        """The names of the query's parameters."""
        return frozenset(self.event.get("queryStringParameters") or {})

    @property
    def raw_body(self) -> bytes:
        """The body's bytes. Raises PayloadTooLarge, InvalidInput."""
        text = str(self.event.get("body") or "")
        raw = _decoded(text) if self.event.get("isBase64Encoded") else text.encode("utf-8", "replace")
        if len(raw) > MAX_BODY_BYTES:
            raise PayloadTooLarge
        return raw

    def json_object(self) -> dict[str, Any]:
        """The body as a JSON object. Raises PayloadTooLarge, InvalidInput."""
        try:
            body = json.loads(self.raw_body)
        except (ValueError, RecursionError) as error:
            raise InvalidInput([FieldError("body", "json_object")]) from error
        if not isinstance(body, dict):
            raise InvalidInput([FieldError("body", "json_object")])
        return body


def _groups(claim: str) -> list[str]:
    """The groups of a claim. API Gateway writes a list as `[one two]`; no name in Cognito has a space in it."""
    is_list = claim.startswith("[") and claim.endswith("]")
    return claim[1:-1].split(" ") if is_list else [claim]


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:  # binascii.Error is one; characters that are not ASCII raise a plain one
        raise InvalidInput([FieldError("body", "base64")]) from error


def rendered(response: Response[Any]) -> dict[str, Any]:
    """A response as API Gateway takes it."""
    headers = {"content-type": "application/json", "cache-control": "no-store", **response.headers}
    if response.body is None:
        headers.pop("content-type")
        return {"statusCode": response.status, "headers": headers}
    return {"statusCode": response.status, "headers": headers, **_handed_over(response.body)}


def _handed_over(body: object) -> dict[str, Any]:
    if isinstance(body, bytes):
        return {"body": base64.b64encode(body).decode(), "isBase64Encoded": True}
    return {"body": json.dumps(body, ensure_ascii=False)}
