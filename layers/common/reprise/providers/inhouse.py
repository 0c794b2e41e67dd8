"""What we make ourselves, as a provider beside the others: it takes a task without any call, and a worker does it."""

from __future__ import annotations

from dataclasses import dataclass

from reprise.domain.events import Accepted, Outcome, Report
from reprise.domain.gates import Account, AtOnce
from reprise.domain.operations import OPERATIONS, Operation
from reprise.domain.requests import Request
from reprise.domain.versions import Source
from reprise.domain.webhooks import Delivery, Evidence, Proof
from reprise.providers.provider import Order, Reading, Unanswered, Unproven

WORKERS = 20
"""Songs that are joined at a time: as many as the worker's queue lets in, so that none waits behind its permit."""

ACCOUNT = Account("reprise:merge", AtOnce(WORKERS))
MADE_HERE = frozenset(row.name for row in OPERATIONS.values() if row.made_here)


@dataclass(frozen=True, slots=True)
class InHouse:
    """Ourselves. Users neither wish for it nor are told of it: it is whoever can do what nobody else does."""

    name: str = "reprise"
    account: Account = ACCOUNT
    operations: frozenset[str] = MADE_HERE
    features: None = None
    cadence: None = None
    """Nobody asks it: its worker says by itself when it is done."""

    def check(self, operation: Operation, request: Request, sources: tuple[Source, ...]) -> None:
        """It refuses nothing: what its worker needs of sources has been seen to."""

    def submit(self, order: Order) -> Outcome:
        """Take a task. What has to be done follows from the commit, as the track may be claimed and this never said."""
        return Accepted(order.attempt, order.track_id)

    def ask(self, task_id: str, operation: Operation) -> Report | None:
        """It has never anything new to say."""

    def read(self, body: str) -> Reading | None:
        """It sends nothing that could be read."""

    def verify(self, reading: Reading | None, delivery: Delivery, evidence: Evidence) -> Proof:  # noqa: ARG002 - whatever it is
        """Nothing that is sent in its name is believed."""
        raise Unproven("invalid_signature")

    def report(self, reading: Reading, operation: Operation) -> Report:
        """It sends nothing that could be reported."""
        raise NotImplementedError

    def boost(self, style: str) -> str:  # noqa: ARG002 - whatever it is
        """It writes no texts."""
        raise Unanswered("not_offered")

    def remaining(self) -> int:
        """It has no credits."""
        raise Unanswered("not_offered")

    def rescue_url(self, audio_id: str) -> str | None:
        """All its files are in our bucket."""
