"""A webhook call: what was delivered, what it shows for itself, and what that proves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Proof(Enum):
    """What the signature of a delivery proves."""

    NOTHING = "nothing"
    TASK = "task"
    """Whoever sent it knows the task; the body may be anybody's."""
    BODY = "body"
    """The whole body is the provider's."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One webhook call. The URL's token is kept as its hash from the first moment on."""

    delivery_id: str
    provider: str
    body: str
    received_at: datetime
    track_id: str | None = None
    token_hash: str | None = None
    signed: bool = False
    """The provider's signature has been verified: it knows the task."""
    signed_body: bool = False
    """That signature covers the whole body."""
    logged: bool = False
    """It is in the callback log."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a delivery is judged by when it comes in: its exact bytes and its headers, their names in lower case.

    A delivery out of the retry queue has been judged already and comes without.
    """

    raw: bytes
    headers: Mapping[str, str]
    too_large: bool = False
    """It is larger than what is taken; `raw` is only its beginning."""
