"""What `generate` is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from reprise.edge.bootstrap import gates, parts, sending
from reprise.edge.clock import utc_now
from reprise.edge.settings import settings_of
from reprise.store.admissions import Admissions
from reprise.usecases.accounts import Bookkeeping
from reprise.usecases.starting import Generator


@dataclass(frozen=True)
class Settings(sending.SenderSettings):
    """The function's environment."""

    idempotency_table: str
    generation_timeout_seconds: int
    signup_credits: int


@cache
def generator() -> Generator:
    """Starts generations."""
    own = settings_of(Settings)
    sender = sending.sender(own)
    return Generator(
        admissions=Admissions(sender.tracks, gates.gates(own.accounts_table, own), own.idempotency_table),
        sender=sender,
        timeout=timedelta(seconds=own.generation_timeout_seconds),
        signup_credits=own.signup_credits * 10,
    )


@cache
def accounts() -> Bookkeeping:
    """The accounts that generations are charged to."""
    own = settings_of(Settings)
    return Bookkeeping(parts.accounts(own.accounts_table), own.signup_credits * 10, utc_now)
