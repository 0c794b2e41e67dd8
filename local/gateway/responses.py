"""What a function returned, as an HTTP response."""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import Any

from aiohttp.web import Response
from multidict import CIMultiDict

_HOP_BY_HOP = frozenset({"connection", "content-length", "transfer-encoding", "keep-alive", "upgrade", "te", "trailer"})
_LINE_BREAK = re.compile(r"[\r\n]")


class InvalidResult(Exception):
    """The function returned something that is no response."""


def http_response(result: Any) -> Response:
    """A response; a result without a status code is taken as the body, as API Gateway infers it."""
    if not isinstance(result, dict) or "statusCode" not in result:
        body = result if isinstance(result, str) else json.dumps(result)
        return Response(status=200, body=body.encode(), content_type="application/json")
    headers = _headers(result)
    return Response(status=_status(result), body=_body(result), headers=headers)


def _status(result: dict[str, Any]) -> int:
    try:
        status = int(result["statusCode"])
    except (TypeError, ValueError) as error:
        raise InvalidResult("statusCode is no number") from error
    if not 200 <= status <= 599:
        raise InvalidResult(f"statusCode {status}")
    return status


def _headers(result: dict[str, Any]) -> CIMultiDict[str]:
    headers = CIMultiDict(_end_to_end(result.get("headers") or {}))
    headers.extend(_cookies(result.get("cookies") or []))
    headers.setdefault("Content-Type", "text/plain;charset=UTF-8")
    if _LINE_BREAK.search("".join(name + value for name, value in headers.items())):
        raise InvalidResult("a header holds a line break")
    return headers


def _end_to_end(given: Any) -> list[tuple[str, str]]:
    if not isinstance(given, dict):
        raise InvalidResult("headers is no object")
    return [(str(name), str(value)) for name, value in given.items() if name.lower() not in _HOP_BY_HOP]


def _cookies(given: Any) -> list[tuple[str, str]]:
    if not isinstance(given, list):
        raise InvalidResult("cookies is no list")
    return [("Set-Cookie", str(cookie)) for cookie in given]


def _body(result: dict[str, Any]) -> bytes:
    body = result.get("body")
    if body is None:
        return b""
    if not isinstance(body, str):
        raise InvalidResult("body is no text")
    if not result.get("isBase64Encoded"):
        return body.encode()
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error as error:
        raise InvalidResult("body is no base64") from error
