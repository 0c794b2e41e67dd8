"""What `generate` is made of."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import timedelta

from reprise.domain.admission import Terms
from reprise.edge.bootstrap import gates, sending, showing
from reprise.edge.surroundings import Surroundings
from reprise.edge.views import Sign
from reprise.store.admissions import Admissions
from reprise.usecases.accounts import Bookkeeping
from reprise.usecases.library import Library
from reprise.usecases.side_calls import SideCalls
from reprise.usecases.starting import Starter
from reprise.usecases.transition import Clock


@dataclass(frozen=True)
class Settings(sending.SenderSettings, showing.SigningSettings):
    """The function's environment."""

    idempotency_table: str
    generation_timeout_seconds: int
    signup_credits: int


@dataclass(frozen=True, slots=True)
class Parts:
    """What the function works with."""

    starter: Starter
    bookkeeping: Bookkeeping
    side_calls: SideCalls
    library: Library
    sign: Sign
    threads: Callable[[int], Executor]
    clock: Clock


def build(settings: Settings, around: Surroundings) -> Parts:
    """The function's parts."""
    sender = sending.sender(settings, around)
    signup_tenths = settings.signup_credits * 10
    starter = Starter(
        admissions=Admissions(sender.tracks, gates.gates(settings.accounts_table, around), settings.idempotency_table),
        sender=sender,
        pool=sender.pool,
        terms=Terms(timedelta(seconds=settings.generation_timeout_seconds), signup_tenths),
        patience=timedelta(seconds=settings.stuck_after_seconds),
        clock=around.clock,
        new_id=around.new_id,
        new_token=around.new_token,
    )
    bookkeeping = Bookkeeping(sender.tracks.accounts, signup_tenths, around.clock, around.new_id)
    return Parts(
        starter=starter,
        bookkeeping=bookkeeping,
        side_calls=SideCalls(sender.pool, bookkeeping, sending.side_call_unanswered),
        library=Library(sender.tracks, around.clock),
        sign=showing.signer(settings, around),
        threads=around.threads,
        clock=around.clock,
    )
