"""What a request says of its sender, and its JSON."""

from __future__ import annotations

from hashlib import sha256

from aiohttp import web

from .config import Json


def fingerprint(request: web.Request, wanted: str) -> str:
    """A fingerprint of the bearer key, or nothing when there is none or another one is wanted."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret or secret != (wanted or secret):
        return ""
    return sha256(secret.encode()).hexdigest()[:12]


async def json_object(request: web.Request) -> Json | None:
    """The request's JSON object, or None when it has no such thing."""
    try:
        body = await request.json()
    except ValueError:
        return None
    return body if isinstance(body, dict) else None
