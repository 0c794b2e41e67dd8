"""A provider of another kind: it never calls back, has two tasks at once, and writes lyrics while one waits.

No code of ours knows it: it is the proof that one file and one line in a pool make a provider.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from reprise.domain.codes import failure_of
from reprise.domain.events import Accepted, Failed, Finished, Outcome, Progress, Report
from reprise.domain.gates import Account, AtOnce
from reprise.domain.operations import LYRICS, Operation
from reprise.domain.requests import Request
from reprise.domain.states import Stage
from reprise.domain.versions import Clip, Source, Text
from reprise.domain.webhooks import Delivery, Evidence, Proof
from reprise.providers.provider import Cadence, Order, Reading, Unanswered, Unproven
from tests.fakes.clock import VirtualClock
from tests.fakes.payloads import CODES
from tests.fakes.provider import FakeProvider, Fate, Task
from tests.fakes.wire import Wire

EVERY = timedelta(seconds=5)
AT_ONCE = 2


class ScriptedProvider(FakeProvider):
    """Its script, tasks and submits are those of the other fake; what it can do and how it answers are its own."""

    name = "scripted"
    account = Account("scripted:main", AtOnce(AT_ONCE))
    operations = frozenset({"track", "extend", "lyrics", "segment", "extension"})
    cadence = Cadence(first=EVERY, every=EVERY)

    def __init__(self, clock: VirtualClock, wire: Wire) -> None:
        super().__init__(clock, wire)
        self.asked: dict[str, list[datetime]] = {}

    def check(self, operation: Operation, request: Request, sources: tuple[Source, ...]) -> None:
        """It takes everything."""

    def submit(self, order: Order) -> Outcome:
        """Take a song, or write lyrics at once."""
        outcome = super().submit(order)
        if order.operation is LYRICS and isinstance(outcome, Accepted):
            return Finished(order.attempt, (Text(f"[Verse] {outcome.task_id}", "Made Up"),))
        return outcome

    def ask(self, task_id: str, operation: Operation) -> Report | None:
        """How a task has ended, once it has; nothing at all while it is `deaf`."""

        def look() -> Report | None:
            task = self.tasks[task_id]
            self.asked.setdefault(task_id, []).append(self._clock())
            if self.deaf():
                raise Unanswered("ReadTimeout")
            is_over = task.fate is not Fate.SILENCE and task.ends_at <= self._clock()
            return _told(task) if is_over else None

        return self._wire("provider.ask", look)

    def running(self) -> list[Task]:
        """The songs that it has under way."""
        now = self._clock()
        return [task for task in self.tasks.values() if task.ends_at > now and task.operation != LYRICS.name]

    def read(self, body: str) -> Reading | None:
        """It sends nothing that could be read."""

    def verify(self, reading: Reading | None, delivery: Delivery, evidence: Evidence) -> Proof:
        """Nothing that is sent in its name is believed."""
        raise Unproven("invalid_signature")

    def report(self, reading: Reading, operation: Operation) -> Report:
        """It sends nothing that could be reported."""
        raise AssertionError("this provider never calls back")

    def rescue_url(self, audio_id: str) -> str | None:
        """Nobody knows where its files lie."""


def _told(task: Task) -> Report:
    if task.fate is Fate.SUCCESS:
        return Progress(Stage.COMPLETE, tuple(_clip(task, letter) for letter in "ab"), task.task_id)
    return Failed(failure_of(CODES[task.fate], "made up"), task.task_id)


def _clip(task: Task, letter: str) -> Clip:
    name = f"{task.task_id}-{letter}"
    return Clip(
        provider_audio_id=name,
        audio_url=f"https://files.example/{name}.mp3",
        cover_url=f"https://files.example/{name}.jpg",
        duration_seconds=task.seconds,
        title="Made Up",
    )
