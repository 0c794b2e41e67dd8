"""The dialect trap: what the same request-side code means at sunoapi.org and at kie.ai (providers, section 1.2)."""

from __future__ import annotations

import re
from enum import Enum


class Verdict(Enum):
    """What a code means for the attempt."""

    TAKEN = "taken"
    LATER = "later"
    """Refused for now: the same request may be sent again."""
    NEVER = "never"
    """Refused for good: this request would be refused again."""
    STOPPED = "stopped"
    """Our account is refused: no money, wrong key. Every request would be; the operator must act."""


_COMMON = {
    200: Verdict.TAKEN,
    400: Verdict.NEVER,
    401: Verdict.STOPPED,
    403: Verdict.STOPPED,
    404: Verdict.NEVER,
    409: Verdict.NEVER,
    413: Verdict.NEVER,
    422: Verdict.NEVER,
    430: Verdict.LATER,
    451: Verdict.NEVER,
    455: Verdict.LATER,
    501: Verdict.NEVER,
    505: Verdict.NEVER,
}

DIALECTS: dict[str, dict[int, Verdict]] = {
    "sunoapi": _COMMON | {402: Verdict.STOPPED, 405: Verdict.LATER, 408: Verdict.LATER, 429: Verdict.STOPPED},
    "kie": _COMMON | {402: Verdict.STOPPED, 405: Verdict.LATER, 408: Verdict.LATER, 429: Verdict.LATER},
}

_MONEY = re.compile(r"credit|balance|top.?up|quota exceeded|insufficient", re.IGNORECASE)
_RATE = re.compile(r"\brate\b|frequen|too many|concurren", re.IGNORECASE)


def verdict(dialect: str, code: int, message: str) -> Verdict:
    """The meaning of a create call's code. 429 is both money and rate somewhere, so its text decides where it can."""
    if code == 429 and _MONEY.search(message):
        return Verdict.STOPPED
    if code == 429 and _RATE.search(message):
        return Verdict.LATER
    default = Verdict.LATER if code >= 500 else Verdict.NEVER
    return DIALECTS[dialect].get(code, default)
