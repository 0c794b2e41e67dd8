"""The endpoints that serve the API's document, and its page. They want no token: who writes a client has none yet."""

from __future__ import annotations

import gzip
import re
from http import HTTPStatus

from reprise.domain.errors import NotFound
from reprise.edge.bootstrap.docs import Page, Parts
from reprise.edge.http import Call, Response
from reprise.edge.routes import Route

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
}

_NOTHING_FROM_OUTSIDE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_SAFELY = {
    "content-security-policy": _NOTHING_FROM_OUTSIDE,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "public, max-age=300",
    "vary": "accept-encoding",
}

_TAKES_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")


def get_document(parts: Parts, call: Call) -> Response[bytes | None]:
    """The finished document."""
    return _served(parts.pages["openapi.json"], call)


def get_docs(parts: Parts, call: Call) -> Response[bytes | None]:
    """The page that renders it."""
    return _served(parts.pages["docs.html"], call)


def get_docs_file(parts: Parts, call: Call) -> Response[bytes | None]:
    """What the page is made of. Raises NotFound."""
    page = parts.pages.get(call.path("file"))
    if page is None:
        raise NotFound("route")
    return _served(page, call)


ROUTES = (
    Route("GET /v1/openapi.json", get_document, None, None, "Read the OpenAPI document of this API."),
    Route("GET /v1/docs", get_docs, None, None, "Read this document as a page."),
    Route("GET /v1/docs/{file}", get_docs_file, None, None, "Get a file of the page that renders this document."),
)


def _served(page: Page, call: Call) -> Response[bytes | None]:
    headers = {**_SAFELY, "etag": page.tag, "content-type": _TYPES[page.suffix]}
    if page.tag in call.headers.get("if-none-match", ""):
        return Response(HTTPStatus.NOT_MODIFIED, None, headers)
    if _TAKES_GZIP.search(call.headers.get("accept-encoding", "")):
        return Response(HTTPStatus.OK, page.packed, {**headers, "content-encoding": "gzip"})
    return Response(HTTPStatus.OK, gzip.decompress(page.packed), headers)
