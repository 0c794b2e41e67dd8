"""Cleaning of the texts that users send, before their length is judged, in time proportional to it."""

from __future__ import annotations

import re
from collections.abc import Callable

from reprise.domain.requests import Cleaning

_TAG = re.compile(r"<[a-z/!?]", re.IGNORECASE | re.ASCII)
"""What begins markup; `<3` and `2 < 3` do not."""

_SCRIPT = re.compile(r"<script\b", re.IGNORECASE | re.ASCII)
_SCRIPT_END = re.compile(r"</script", re.IGNORECASE | re.ASCII)
_EVENTS = (
    "abort|begin|blur|cancel|change|click|close|contextmenu|copy|cut|dblclick|drop|end|error|focus|focusin|focusout|"
    "hashchange|input|invalid|load|loadstart|message|paste|popstate|repeat|reset|resize|scroll|select|show|storage|"
    "submit|toggle|unload|wheel|"
    "(?:animation|drag|key|mouse|page|pointer|touch|transition)[a-z]{2,12}"
)
_HANDLER = re.compile(rf"\b(?:javascript:|on(?:{_EVENTS})=)", re.IGNORECASE | re.ASCII)
"""Script URLs and event handlers by their names: `one=two` is neither."""

_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BREAK = re.compile(r"\r\n|[\t-\r\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def clean_lyrics(text: str) -> str:
    """Lyrics without markup and control characters; section tags in square brackets stay."""
    return _without_markup(_CONTROL.sub("", _LINE_END.sub("\n", text))).strip()


def clean_prompt(text: str) -> str:
    """A prompt without markup, script URLs or event handlers."""
    return _HANDLER.sub("", clean_lyrics(text)).strip()


def clean_title(text: str) -> str:
    """A title of one line without markup."""
    return clean_lyrics(_BREAK.sub(" ", text))


def clean_tag(text: str) -> str:
    """A style tag: a prompt of one line."""
    return clean_prompt(_BREAK.sub(" ", text))


CLEANERS: dict[Cleaning, Callable[[str], str]] = {
    "lyrics": clean_lyrics,
    "prompt": clean_prompt,
    "tag": clean_tag,
    "title": clean_title,
}


def _without_markup(text: str) -> str:
    """Neither tags nor scripts, nor a bracket that could begin one with what follows it in some page."""
    if "<" not in text:
        return text
    return _without_starts(_without_tags(text))


def _without_tags(text: str) -> str:
    last_script_end = max((found.start() for found in _SCRIPT_END.finditer(text)), default=-1)
    kept, at = [], 0
    while found := _TAG.search(text, at):
        end = _end(text, found.start(), last_script_end)
        if not end:  # nothing is closed from here on
            break
        kept.append(text[at : found.start()])
        at = end
    return "".join([*kept, text[at:]])


def _end(text: str, start: int, last_script_end: int) -> int:
    """Where the tag at this place ends, a script with all that is in it; 0 if it is never closed."""
    if start < last_script_end and _SCRIPT.match(text, start):
        start = next(_SCRIPT_END.finditer(text, start)).start()
    return text.find(">", start) + 1


def _without_starts(text: str) -> str:
    """What is left of tags that were never closed, or came into being when others went, loses its bracket."""
    kept: list[str] = []
    for character in reversed(text):
        if character == "<" and _TAG.match(character + "".join(kept[-1:])):
            continue
        kept.append(character)
    return "".join(reversed(kept))
