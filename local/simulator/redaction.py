"""Requests as they may be shown: the token of a callback URL is a secret."""

from __future__ import annotations

import re

from .config import Json

_TOKEN = re.compile(r"((?:token|secret|key|signature)=)[^&#]+", re.IGNORECASE)


def redacted(body: Json | None) -> Json | None:
    """A copy of a request without the secrets of its callback URL."""
    if body is None or "callBackUrl" not in body:
        return body
    return body | {"callBackUrl": _TOKEN.sub(r"\1***", str(body["callBackUrl"]))}
