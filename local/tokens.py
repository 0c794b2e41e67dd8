"""Reads what a test asks of `POST /_local/tokens`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

_FIELDS = frozenset({"userId", "plan", "admin", "credits", "expiresIn"})


class TokenRequestError(ValueError):
    """The request is not understood."""


@dataclass(frozen=True)
class TokenRequest:
    """Whose token, for how many seconds, and what account to make for it."""

    user_id: str
    plan: str | None
    admin: bool
    credits: str | None
    expires_in: int


def read_request(raw: bytes) -> TokenRequest:
    """The request of a JSON body; TokenRequestError says what is wrong."""
    given = _object(raw)
    user_id, expires_in = given.get("userId"), given.get("expiresIn", 3600)
    if not isinstance(user_id, str) or not user_id:
        raise TokenRequestError("userId is missing")
    if not isinstance(expires_in, int):
        raise TokenRequestError("expiresIn is a whole number of seconds")
    return TokenRequest(user_id, given.get("plan"), bool(given.get("admin")), _credits(given), expires_in)


def _object(raw: bytes) -> dict[str, Any]:
    try:
        given: Any = json.loads(raw, parse_float=Decimal)
    except ValueError as error:
        raise TokenRequestError("not JSON") from error
    if not isinstance(given, dict) or not set(given) <= _FIELDS:
        raise TokenRequestError(f"an object with any of {', '.join(sorted(_FIELDS))}")
    return given


def _credits(given: dict[str, Any]) -> str | None:
    if given.get("credits") is None:
        return None
    try:
        return str(Decimal(str(given["credits"])))
    except InvalidOperation as error:
        raise TokenRequestError("credits is a number") from error
