"""Answers of the gateway itself: RFC 9457 problems, in the words of the API and in the reader's language."""

from __future__ import annotations

import json

from aiohttp.web import Response

from reprise.edge.problems import pick_language, text

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


def problem(
    status: int, detail: str, request_id: str = "", headers: dict[str, str] | None = None, wish: str = ""
) -> Response:
    """A problem document as a response; `wish` is the request's Accept-Language."""
    code = _CODES.get(status, "internal" if status >= 500 else "invalid_input")
    language = pick_language(wish)
    document = {
        "type": f"urn:reprise:problem:{code}",
        "title": text(f"{code}.title", language),
        "status": status,
        "detail": detail if language == "en" else text(f"{code}.detail", language),
        "code": code,
        "requestId": request_id,
    }
    return Response(
        status=status,
        body=json.dumps(document).encode(),
        headers={**(headers or {}), "Content-Language": language},
        content_type="application/problem+json",
    )
