"""A callback as it was delivered, before anybody believes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


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
