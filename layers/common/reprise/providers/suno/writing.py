"""Lyrics in Suno's own fields. The request itself bounds their prompt, as both dialects do."""

from __future__ import annotations

from typing import Any

from reprise.domain.requests import Lyrics

PATH = "/api/v1/lyrics"
RECORD_PATH = "/api/v1/lyrics/record-info"


def fields_of(request: Lyrics, callback_url: str) -> dict[str, Any]:
    """The body of the create call."""
    return {"prompt": request.prompt, "callBackUrl": callback_url}
