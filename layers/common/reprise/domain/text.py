"""Cleaning of the texts that users send, before their length is judged."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

_SCRIPT = re.compile(r"<script[^>]*>.*?</script>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_HANDLER = re.compile(r"javascript:|\bon\w+=", re.IGNORECASE)
_TITLE_MARKS = re.compile(r"[<>'\"]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def clean_lyrics(text: str) -> str:
    """Lyrics without markup; section tags in square brackets stay."""
    return _TAG.sub("", _SCRIPT.sub("", _CONTROL.sub("", text))).strip()


def clean_prompt(text: str) -> str:
    """A prompt without markup, script URLs or event handlers."""
    return _HANDLER.sub("", clean_lyrics(text)).strip()


def clean_title(text: str) -> str:
    """A title without angle brackets and quotes."""
    return _TITLE_MARKS.sub("", _CONTROL.sub("", text)).strip()


_CLEANERS: dict[str, Callable[[str], str]] = {
    "prompt": clean_prompt,
    "lyrics": clean_lyrics,
    "title": clean_title,
    "negativeTags": clean_prompt,
    "projectId": clean_title,
}


def clean_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The request's fields with every text cleaned; what is not text is left for validation to refuse."""
    cleaned = {name: _clean(name, value) for name, value in fields.items()}
    tags = cleaned.get("styleTags")
    if isinstance(tags, list):
        cleaned["styleTags"] = [_clean("prompt", tag) for tag in tags]
    return cleaned


def _clean(name: str, value: Any) -> Any:
    if name not in _CLEANERS or not isinstance(value, str):
        return value
    return _CLEANERS[name](value)
