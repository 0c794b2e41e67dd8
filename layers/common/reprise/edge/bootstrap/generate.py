"""What `generate` is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from reprise.edge.bootstrap import sending
from reprise.edge.surroundings import Surroundings
from reprise.store.admissions import Admissions
from reprise.usecases.accounts import Bookkeeping
from reprise.usecases.starting import Generator
from reprise.usecases.transition import Clock


@dataclass(frozen=True)
class Settings(sending.SenderSettings):
    """The function's environment."""

    idempotency_table: str
    generation_timeout_seconds: int
    signup_credits: int


@dataclass(frozen=True, slots=True)
class Parts:
    """What the function works with."""

    generator: Generator
    bookkeeping: Bookkeeping
    clock: Clock


def build(settings: Settings, around: Surroundings) -> Parts:
    """The function's parts."""
    sender = sending.sender(settings, around)
    signup_tenths = settings.signup_credits * 10
    generator = Generator(
        admissions=Admissions(sender.tracks, settings.idempotency_table),
        sender=sender,
        timeout=timedelta(seconds=settings.generation_timeout_seconds),
        signup_credits=signup_tenths,
        new_id=around.new_id,
    )
    bookkeeping = Bookkeeping(sender.tracks.accounts, signup_tenths, around.clock, around.new_id)
    return Parts(generator, bookkeeping, around.clock)
