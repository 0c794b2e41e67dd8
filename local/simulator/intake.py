"""Taking a create request in: refuse it as the provider would, or make it a task."""

from __future__ import annotations

import time
from dataclasses import dataclass

from .config import Json
from .dialects import Answer, Reason, Refusal, accepted, envelope, refused, words_for
from .extending import inherited, misfit, seconds_of_source
from .melody import Melody, render
from .operations import Operation
from .runner import Runner
from .tasks import Task, clips_for, new_id, tunes_for
from .validation import first_problem
from .world import World

_KIE_RATE = 429


@dataclass(frozen=True)
class Sender:
    """Who asks, as which request of all, and under which address they know us."""

    key: str
    number: int
    base_url: str


@dataclass(frozen=True)
class Outcome:
    """The answer to a create request, and the task if there is one."""

    answer: Answer
    task_id: str | None = None


class Intake:
    """Checks in the order a gateway makes them: form, faults, rate, credits."""

    def __init__(self, world: World, runner: Runner) -> None:
        self._world = world
        self._runner = runner

    def take(self, operation: Operation, body: Json | None, sender: Sender) -> Outcome:
        """Answer one create request; nothing is awaited, so what is checked is what is taken."""
        if body is None:
            return self._refused(operation, Refusal(Reason.BAD_JSON))
        if refusal := self._problem(operation, body):
            return self._refused(operation, refusal)
        if rule := self._world.faults.find("create_error", sender.number, body):
            return Outcome(self.faulty(rule.params))
        if refusal := self._money(sender.key):
            return self._refused(operation, refusal)
        task = self._begin(operation, body, sender)
        return Outcome(accepted({"taskId": task.id}), task.id)

    def faulty(self, params: Json) -> Answer:
        """The answer a fault asks for: any body code under any HTTP status, or raw text."""
        config = self._world.config
        code = int(params.get("code", 500))
        if "raw" in params:
            return Answer(int(params.get("http_status", code)), {"raw": params["raw"]})
        usual = _KIE_RATE if config.dialect == "kie" and code == _KIE_RATE else 200
        message = params.get("msg", words_for(config.dialect, code))
        return Answer(int(params.get("http_status", usual)), envelope(code, message, params.get("data")))

    def _problem(self, operation: Operation, body: Json) -> Refusal | None:
        refusal = first_problem(operation, body, self._world.config.dialect)
        if refusal is None and operation.name == "extend":
            return misfit(body, self._world.store)
        return refusal

    def _money(self, key: str) -> Refusal | None:
        config = self._world.config
        if not self._world.creates.allows(key, time.time(), config.rate_limit, config.rate_window):
            return Refusal(Reason.RATE)
        return None if self._world.credits.take(key, config.cost) else Refusal(Reason.CREDITS)

    def _refused(self, operation: Operation, refusal: Refusal) -> Outcome:
        config = self._world.config
        code = config.rate_code if refusal.reason is Reason.RATE else 0
        return Outcome(refused(config.dialect, operation.name, refusal, code))

    def _begin(self, operation: Operation, body: Json, sender: Sender) -> Task:
        task_id, world = new_id(), self._world
        is_extension = operation.name == "extend"
        tunes = self._tunes(task_id, operation, seconds_of_source(body, world.store) if is_extension else 0)
        task = Task(
            task_id, world.store.next_number(), operation, body, sender.key, sender.base_url,
            time.time(), world.config.cost, clips_for(task_id, tunes, sender.base_url),
            inherited=inherited(body, world.store) if is_extension else {},
        )  # fmt: skip
        world.store.add(task)
        world.faults.decide(task.number, task.request)
        self._runner.start(task)
        return task

    def _tunes(self, task_id: str, operation: Operation, source_seconds: float) -> list[tuple[int, Melody]]:
        """The songs of a task, as long as they shall be."""
        config = self._world.config
        seconds = config.song_seconds + (source_seconds if config.extension_holds_source else 0)
        return [(tune, render(tune).played(seconds)) for tune in tunes_for(task_id, operation.clips)]
