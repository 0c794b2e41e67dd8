"""Answers of chat completions: the envelope of what was written, and of an error."""

from __future__ import annotations

import json
import time
from hashlib import sha256

from .config import Json
from .strictness import is_strict

_CHARACTERS_PER_TOKEN = 4


def answered(body: Json, script: Json | None, *, end: str = "stop", **message: str | None) -> Json:
    """A completion with the script as its content, or with another message. What is not strict comes with chatter."""
    text = json.dumps(script, ensure_ascii=False)
    said = {"content": text if is_strict(body) else f"Here is your script:\n{text}", "refusal": None} | message
    asked, spent = _tokens(json.dumps(body["messages"])), _tokens(text)
    return {
        "id": f"chatcmpl-{sha256(text.encode()).hexdigest()[:29]}", "object": "chat.completion",
        "created": int(time.time()), "model": body["model"],
        "service_tier": "default", "system_fingerprint": "fp_local",
        "choices": [{
            "index": 0, "logprobs": None, "finish_reason": end,
            "message": {"role": "assistant", "annotations": []} | said,
        }],
        "usage": {"prompt_tokens": asked, "completion_tokens": spent, "total_tokens": asked + spent},
    }  # fmt: skip


def failed(
    message: str, param: str | None = None, *, kind: str = "invalid_request_error", code: str | None = None
) -> Json:
    """The body of every error."""
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}


def _tokens(text: str) -> int:
    return len(text) // _CHARACTERS_PER_TOKEN
