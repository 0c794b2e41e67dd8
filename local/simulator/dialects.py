"""The two dialects: the same paths and envelope, the same numbers with different meanings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .config import Json


class Reason(StrEnum):
    """Why a request is refused, whatever number a dialect gives it."""

    BAD_JSON = "bad_json"
    INVALID = "invalid"
    NO_CALLBACK = "no_callback"
    UNAUTHORIZED = "unauthorized"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    TOO_LONG = "too_long"
    CREDITS = "credits"
    RATE = "rate"
    RECORD_RATE = "record_rate"


@dataclass(frozen=True)
class Refusal:
    """A request turned down; `message` replaces the dialect's own words."""

    reason: Reason
    message: str = ""


@dataclass(frozen=True)
class Answer:
    """What goes over the wire: the HTTP status and the envelope."""

    status: int
    body: Json


# (body code, HTTP status, words). sunoapi.org puts errors in the body of a 200; kie says 429 in HTTP too.
_Table = dict[Reason, tuple[int, int, str]]

_SUNOAPI: _Table = {
    Reason.BAD_JSON: (400, 200, "The request body is not valid JSON"),
    Reason.INVALID: (400, 200, "Invalid parameters"),
    Reason.NO_CALLBACK: (400, 200, "Please enter callBackUrl"),
    Reason.UNAUTHORIZED: (401, 200, "You do not have access permissions"),
    Reason.NOT_FOUND: (404, 404, "Invalid request method or path"),
    Reason.CONFLICT: (409, 200, "The record already exists"),
    Reason.TOO_LONG: (413, 200, "The theme or prompt is too long"),
    Reason.CREDITS: (429, 200, "Insufficient credits, please top up"),
    Reason.RATE: (430, 200, "Your call frequency is too high, please try again later"),
    Reason.RECORD_RATE: (430, 200, "Your call frequency is too high, please try again later"),
}

_KIE: _Table = _SUNOAPI | {
    Reason.INVALID: (422, 200, "Validation error"),
    Reason.NO_CALLBACK: (422, 200, "Please enter callBackUrl"),
    Reason.NOT_FOUND: (404, 404, "The requested resource or endpoint does not exist"),
    Reason.TOO_LONG: (422, 200, "Text exceeds the maximum length"),
    Reason.CREDITS: (402, 200, "Insufficient credits, please top up"),
    Reason.RATE: (429, 429, "Too many requests, rate limit exceeded"),
    Reason.RECORD_RATE: (429, 429, "Too many requests, rate limit exceeded"),
}

_TABLES = {"sunoapi": _SUNOAPI, "kie": _KIE}

# Two pages print the other provider's table; an adapter that trusts the provider's name alone falls for it.
_SWAPPED = {("sunoapi", "replace-section"): "kie", ("kie", "lyrics"): "sunoapi"}

_TWO_MEANINGS = 429  # no money at sunoapi.org, too fast at kie.ai
_FAULT_WORDS = {
    401: "You do not have access permissions",
    402: "Insufficient credits, please top up",
    405: "Rate limit exceeded",
    430: "Your call frequency is too high, please try again later",
    455: "Service unavailable: the system is currently undergoing maintenance",
    501: "Generation failed",
    505: "Feature disabled",
}


def refused(dialect: str, operation: str, refusal: Refusal, code: int = 0) -> Answer:
    """The dialect's answer to a refusal; `code` overrides its number (sunoapi.org has two for the rate)."""
    table = _TABLES[_SWAPPED.get((dialect, operation), dialect)]
    number, status, words = table[refusal.reason]
    return Answer(status, envelope(code or number, refusal.message or words))


def words_for(dialect: str, code: int) -> str:
    """What a provider says with this number when a fault asks for it."""
    if code == _TWO_MEANINGS:
        return _TABLES[dialect][Reason.CREDITS if dialect == "sunoapi" else Reason.RATE][2]
    return _FAULT_WORDS.get(code, "Internal Error, Please try again later.")


def envelope(code: int, message: str, data: object = None) -> Json:
    """The envelope of every answer."""
    return {"code": code, "msg": message, "data": data}


def accepted(data: object) -> Answer:
    """A success; for a create it means "begun", not "done"."""
    return Answer(200, envelope(200, "success", data))
