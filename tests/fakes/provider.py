"""A provider in memory: takes attempts or not, makes clips on the virtual clock, tells of them when asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from reprise.domain.events import Accepted, AnswerLost, Deferred, Outcome, Refused, Report
from reprise.domain.gates import Account, Rate
from reprise.domain.operations import OPERATIONS, Operation
from reprise.domain.requests import Request
from reprise.domain.track import Failure
from reprise.domain.versions import Source
from reprise.domain.webhooks import Delivery, Evidence, Proof
from reprise.providers.provider import STOPPED, Cadence, Features, Order, Reading, Unanswered
from reprise.providers.suno.provider import Suno
from reprise.providers.suno.record import record_report
from reprise.providers.suno.wire import WIRE
from tests.fakes.clock import VirtualClock
from tests.fakes.payloads import DURATION_SECONDS, record_info
from tests.fakes.wire import Wire


class Reply(StrEnum):
    """How a create call ends."""

    ACCEPTED = "accepted"
    BUSY = "busy"
    CLOSED = "closed"
    """The connection is refused, or a 5xx says nothing more."""
    LATER = "later"
    """A 503 that says when to come again."""
    MONEY = "money"
    REFUSED = "refused"
    LOST = "lost"
    """Taken, and the answer lost on its way."""
    NEVER_ARRIVED = "never arrived"
    """Not taken, and nobody can know."""


class Fate(StrEnum):
    """What becomes of a task."""

    SUCCESS = "success"
    PERMANENT = "permanent"
    RETRYABLE = "retryable"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class Script:
    """What a provider does with one attempt."""

    reply: Reply = Reply.ACCEPTED
    fate: Fate = Fate.SUCCESS
    seconds: float = 100.0


@dataclass(frozen=True, slots=True)
class Task:
    """An attempt that the provider has taken."""

    task_id: str
    track_id: str
    token: str
    attempt: int
    fate: Fate
    began_at: datetime
    ends_at: datetime
    operation: str
    seconds: float = DURATION_SECONDS
    """How long its songs play."""


Saved = tuple[dict[str, Task], Counter[tuple[str, int]], list[datetime]]
_TAKEN = (Reply.ACCEPTED, Reply.LOST)


class FakeProvider:
    """One account at the provider. `script` says what becomes of (track id, attempt).

    `length` says how long the songs of an order play. `creates` are the moments of its create calls; `called` is told
    of each.
    """

    name = "suno"
    account = Account("suno:main", Rate(20, 10))
    features: Features | None = None
    operations = frozenset(name for name, row in OPERATIONS.items() if not row.made_here)
    cadence: Cadence | None = None

    def __init__(self, clock: VirtualClock, wire: Wire, script: Callable[[str, int], Script] | None = None) -> None:
        self.script = script or (lambda _track_id, _attempt: Script())
        self.length: Callable[[Order], float] = lambda _order: DURATION_SECONDS
        self.deaf: Callable[[], bool] = lambda: False
        self.tasks: dict[str, Task] = {}
        self.submits: Counter[tuple[str, int]] = Counter()
        self.creates: list[datetime] = []
        self.called: Callable[[], None] = lambda: None
        self._clock = clock
        self._wire = wire
        self._suno = Suno(dialect="kie")

    def save(self) -> Saved:
        """Everything that it knows."""
        return dict(self.tasks), Counter(self.submits), list(self.creates)

    def load(self, saved: Saved) -> None:
        """Be as it was when it was saved."""
        self.tasks, self.submits, self.creates = dict(saved[0]), Counter(saved[1]), list(saved[2])

    # --- what it can be asked -----------------------------------------------------------------------------------------
    def check(self, operation: Operation, request: Request, sources: tuple[Source, ...]) -> None:
        """Everything that Suno would take can be made."""
        self._suno.check(operation, request, sources)

    def read(self, body: str) -> Reading | None:
        """Its callbacks are Suno's."""
        return self._suno.read(body)

    def verify(self, reading: Reading | None, delivery: Delivery, evidence: Evidence) -> Proof:
        """It signs nothing."""
        return self._suno.verify(reading, delivery, evidence)

    def report(self, reading: Reading, operation: Operation) -> Report:
        """What a callback means."""
        return self._suno.report(reading, operation)

    def boost(self, style: str) -> str:
        """More of the same."""
        return self._wire("provider.boost", lambda: f"{style}, and more of it")

    def remaining(self) -> int:
        """There is always some left."""
        return self._wire("provider.remaining", lambda: 100)

    def rescue_url(self, audio_id: str) -> str | None:
        """Where its files lie."""
        return f"https://cdn.example/{audio_id}.mp3"

    def submit(self, order: Order) -> Outcome:
        """Take an attempt, or not."""
        attempt = order.attempt
        query = dict(parse_qsl(urlsplit(order.callback_url).query))
        track_id, token = query["segment" if order.operation.in_run else "track"], query["token"]

        def create() -> Outcome:
            script = self.script(track_id, attempt)
            self.submits[track_id, attempt] += 1
            self.creates.append(self._clock())
            number = self.submits[track_id, attempt]
            task_id = f"task-{track_id}-{attempt}" + (f"-{number}" if number > 1 else "")
            if script.reply in _TAKEN:
                self._take(task_id, (track_id, token), order, script)
            self.called()
            return _OUTCOMES[script.reply](attempt, task_id)

        return self._wire("provider.submit", create)

    def ask(self, task_id: str, operation: Operation) -> Report | None:
        """What record-info says; nothing at all while it is `deaf`."""

        def read() -> Report | None:
            if self.deaf():
                raise Unanswered("ReadTimeout")
            task = self.tasks.get(task_id)
            found: dict[str, Any] | None = record_info(task, self._clock()) if task else None
            return record_report(found, WIRE[operation.name].results) if found else None

        return self._wire("provider.ask", read)

    def of(self, track_id: str) -> list[Task]:
        """The tasks of a track, oldest first."""
        return [task for task in self.tasks.values() if task.track_id == track_id]

    def end(self, task_id: str, fate: Fate) -> None:
        """Let a task end now, in this way."""
        self.tasks[task_id] = replace(self.tasks[task_id], fate=fate, ends_at=self._clock())

    def _take(self, task_id: str, called_back: tuple[str, str], order: Order, script: Script) -> None:
        now = self._clock()
        ends_at = now + timedelta(seconds=script.seconds)
        taken = (task_id, *called_back, order.attempt, script.fate, now, ends_at, order.operation.name)
        self.tasks[task_id] = Task(*taken, seconds=self.length(order))


_OUTCOMES: dict[Reply, Callable[[int, str], Outcome]] = {
    Reply.ACCEPTED: Accepted,
    Reply.BUSY: lambda attempt, _task_id: Deferred(attempt, 3.0),
    Reply.CLOSED: lambda attempt, _task_id: Deferred(attempt),
    Reply.LATER: lambda attempt, _task_id: Deferred(attempt, 30.0),
    Reply.MONEY: lambda attempt, _task_id: Refused(attempt, Failure(STOPPED)),
    Reply.REFUSED: lambda attempt, _task_id: Refused(attempt, Failure("adjust_parameters")),
    Reply.LOST: lambda attempt, _task_id: AnswerLost(attempt),
    Reply.NEVER_ARRIVED: lambda attempt, _task_id: AnswerLost(attempt),
}
