"""Answers of the gateway itself: RFC 9457 problems, in the words of the API."""

from __future__ import annotations

import json
from http import HTTPStatus

from aiohttp.web import Response

_CODES = {
    400: "invalid_input",
    401: "unauthorized",
    404: "not_found",
    408: "timeout",
    413: "payload_too_large",
    500: "internal",
    501: "internal",
    502: "internal",
    504: "timeout",
}


def problem(status: int, detail: str, request_id: str = "", headers: dict[str, str] | None = None) -> Response:
    """A problem document as a response."""
    title = HTTPStatus(status).phrase
    code = _CODES.get(status, "internal" if status >= 500 else "invalid_input")
    document = {
        "type": f"urn:reprise:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        "requestId": request_id,
    }
    return Response(
        status=status,
        body=json.dumps(document).encode(),
        headers=headers,
        content_type="application/problem+json",
    )
