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


_SUNOAPI = {
    200: Verdict.TAKEN,  # the task is created, not finished
    400: Verdict.NEVER,  # invalid parameters; no callBackUrl
    401: Verdict.STOPPED,  # unauthorized
    402: Verdict.STOPPED,  # insufficient credits, on the page of replace-section only
    403: Verdict.STOPPED,  # on no page: as HTTP means it
    404: Verdict.NEVER,  # wrong method or path
    405: Verdict.LATER,  # rate limit exceeded
    408: Verdict.LATER,  # no result for more than 10 minutes, on the page of replace-section only
    409: Verdict.NEVER,  # the record exists already
    413: Verdict.NEVER,  # theme or prompt too long
    422: Verdict.NEVER,  # validation, on the page of replace-section only
    429: Verdict.STOPPED,  # insufficient credits
    430: Verdict.LATER,  # call frequency too high
    451: Verdict.NEVER,  # a file could not be fetched
    455: Verdict.LATER,  # maintenance
    500: Verdict.LATER,  # server error
    501: Verdict.NEVER,  # generation failed, on the page of replace-section only
    505: Verdict.NEVER,  # feature disabled, on the page of replace-section only
}

_KIE = {
    200: Verdict.TAKEN,  # the task is created, not finished
    400: Verdict.NEVER,  # format error
    401: Verdict.STOPPED,  # unauthorized
    402: Verdict.STOPPED,  # insufficient credits
    403: Verdict.STOPPED,  # on no page: as HTTP means it
    404: Verdict.NEVER,  # no such resource
    405: Verdict.LATER,  # rate limit exceeded, on the page of lyrics only
    408: Verdict.LATER,  # no result for more than 10 minutes
    409: Verdict.NEVER,  # the WAV, video or persona exists already
    413: Verdict.NEVER,  # prompt too long, on the page of lyrics only
    422: Verdict.NEVER,  # validation; no callBackUrl
    429: Verdict.LATER,  # rate limited; the page of lyrics says credits, and its text decides
    430: Verdict.LATER,  # call frequency too high, on the page of lyrics only
    433: Verdict.LATER,  # rate limited, as one client says (section 10)
    451: Verdict.NEVER,  # a picture or song could not be fetched
    455: Verdict.LATER,  # maintenance
    500: Verdict.LATER,  # server error
    501: Verdict.NEVER,  # generation failed
    505: Verdict.NEVER,  # feature disabled
}

DIALECTS: dict[str, dict[int, Verdict]] = {"sunoapi": _SUNOAPI, "kie": _KIE}

SPEAKS_OTHER = {("sunoapi", "/api/v1/generate/replace-section"): "kie"}
"""Pages that print the other reseller's table."""

REFUSALS = {409: "already_made", 413: "too_long", 451: "reference_audio"}
"""What a code says of why a request is refused for good; any other says nothing but that."""

_MONEY = re.compile(r"credit|balance|top.?up|quota exceeded|insufficient", re.IGNORECASE)
_RATE = re.compile(r"\brate\b|frequen|too many|concurren", re.IGNORECASE)


def verdict(dialect: str, code: int, message: str, path: str = "") -> Verdict:
    """The meaning of a call's code. 429 is both money and rate somewhere, so its text decides where it can."""
    if code == 429 and _MONEY.search(message):
        return Verdict.STOPPED
    if code == 429 and _RATE.search(message):
        return Verdict.LATER
    default = Verdict.LATER if code >= 500 else Verdict.NEVER
    return DIALECTS[SPEAKS_OTHER.get((dialect, path), dialect)].get(code, default)
