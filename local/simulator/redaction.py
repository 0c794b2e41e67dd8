"""Requests as they may be shown: the token of a callback URL is a secret."""

from __future__ import annotations

import re

from .config import Json

_TOKEN = re.compile(r"((?:token|secret|key|signature)=)[^&#]+", re.IGNORECASE)
_ADDRESSES = ("callBackUrl", "uploadUrl", "uploadUrlList")


def redacted(body: Json | None) -> Json | None:
    """A copy of a request without the secrets of its addresses."""
    if body is None:
        return None
    return body | {name: _TOKEN.sub(r"\1***", str(body[name])) for name in _ADDRESSES if name in body}
