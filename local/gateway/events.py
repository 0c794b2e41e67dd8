"""HTTP requests as events of payload format 2.0."""

from __future__ import annotations

import base64
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote

from multidict import CIMultiDictProxy

from local.resources import ACCOUNT
from local.specs import Route

_TEXT = ("application/json", "application/xml", "application/javascript", "application/problem+json")


@dataclass(frozen=True)
class Request:
    """One HTTP request, body read."""

    method: str
    raw_path: str
    query: str
    headers: CIMultiDictProxy[str]
    body: bytes
    source_ip: str
    host: str
    request_id: str


def http_event(
    request: Request, route: Route, parameters: dict[str, str], claims: dict[str, str] | None
) -> dict[str, Any]:
    """The event a function gets for a request on a route."""
    key = route.path if route.path == "$default" else f"{route.method} {route.path}"
    body, encoded = _body(request)
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": key,
        "rawPath": unquote(request.raw_path),
        "rawQueryString": request.query,
        "headers": _headers(request),
        "requestContext": _context(request, key, claims),
        "isBase64Encoded": encoded,
    }
    optional = {
        "cookies": _cookies(request),
        "queryStringParameters": _query(request.query),
        "pathParameters": parameters,
        "body": body,
    }
    return event | {name: value for name, value in optional.items() if value}


def _cookies(request: Request) -> list[str]:
    parts = ";".join(request.headers.getall("Cookie", [])).split(";")
    return [part.strip() for part in parts if part.strip()]


def _headers(request: Request) -> dict[str, str]:
    joined: dict[str, str] = {}
    for name, value in request.headers.items():
        key = name.lower()
        if key != "cookie":
            joined[key] = f"{joined[key]},{value}" if key in joined else value
    joined["x-forwarded-for"] = request.source_ip
    joined["x-forwarded-proto"] = "http"
    return joined


def _query(query: str) -> dict[str, str]:
    joined: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        joined[name] = f"{joined[name]},{value}" if name in joined else value
    return joined


def _body(request: Request) -> tuple[str, bool]:
    kind = request.headers.get("Content-Type", "").split(";")[0].strip().lower()
    if _is_text(kind):
        try:
            return request.body.decode(), False
        except UnicodeDecodeError:
            pass  # text that is none goes through as bytes
    return base64.b64encode(request.body).decode(), bool(request.body)


def _is_text(kind: str) -> bool:
    return kind in _TEXT or kind.startswith("text/") or kind.endswith("+json")


def _context(request: Request, key: str, claims: dict[str, str] | None) -> dict[str, Any]:
    now = time.time()
    context: dict[str, Any] = {
        "accountId": ACCOUNT,
        "apiId": "local",
        "domainName": request.host,
        "domainPrefix": request.host.split(".")[0],
        "http": {
            "method": request.method,
            "path": unquote(request.raw_path),
            "protocol": "HTTP/1.1",
            "sourceIp": request.source_ip,
            "userAgent": request.headers.get("User-Agent", ""),
        },
        "requestId": request.request_id,
        "routeKey": key,
        "stage": "$default",
        "time": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
        "timeEpoch": int(now * 1000),
    }
    if claims is not None:
        context["authorizer"] = {"jwt": {"claims": claims, "scopes": None}}
    return context
