"""CORS as an HTTP API does it: preflights answered here, headers added to what the functions answer."""

from __future__ import annotations

from aiohttp.web import BaseRequest, Response, StreamResponse

from local.specs import Cors


def is_preflight(cors: Cors, request: BaseRequest) -> bool:
    """Whether the gateway answers this request itself."""
    return bool(cors.origins) and request.method == "OPTIONS" and "Origin" in request.headers


def preflight(cors: Cors, origin: str) -> Response:
    """The answer to a preflight: 204, and what is allowed if the origin is."""
    response = Response(status=204)
    if add_headers(cors, origin, response):
        response.headers["Access-Control-Allow-Methods"] = ",".join(cors.methods)
        response.headers["Access-Control-Allow-Headers"] = ",".join(cors.headers)
        if cors.max_age is not None:
            response.headers["Access-Control-Max-Age"] = str(cors.max_age)
    return response


def _forget(response: StreamResponse) -> None:
    """With CORS configured, the API's word counts, not the function's."""
    for name in [one for one in response.headers if one.lower().startswith("access-control-")]:
        del response.headers[name]


def add_headers(cors: Cors, origin: str | None, response: StreamResponse) -> bool:
    """Add the headers of an allowed origin; False when it is none."""
    if not cors.origins:
        return False
    _forget(response)
    response.headers.add("Vary", "Origin")
    allowed = _allowed(cors, origin)
    if allowed is None:
        return False
    response.headers["Access-Control-Allow-Origin"] = allowed
    if cors.expose:
        response.headers["Access-Control-Expose-Headers"] = ",".join(cors.expose)
    if cors.credentials:
        response.headers["Access-Control-Allow-Credentials"] = "true"
    return True


def _allowed(cors: Cors, origin: str | None) -> str | None:
    if "*" in cors.origins and origin is not None:
        return "*"
    return origin if origin in cors.origins else None
