"""Taking a request in: refuse it as the provider would, make it a task, or answer it at once."""

from __future__ import annotations

import time
from dataclasses import dataclass

from .config import Json
from .dialects import Answer, Reason, Refusal, accepted, envelope, refused, words_for
from .extending import inherited, seconds_of_source
from .faults import text_of
from .immediate import Ask, answer
from .melody import Melody, render
from .operations import Operation
from .prices import price
from .runner import Runner
from .sources import clips_of, unfit
from .tasks import Clip, Task, clips_for, new_id, tunes_for
from .validation import first_problem
from .world import World

_KIE_RATE = 429
_INHERITED = ("model", "instrumental")


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
        """Answer one request; nothing is awaited, so what is checked is what is taken."""
        if body is None:
            return self._refused(operation, Refusal(Reason.BAD_JSON))
        if refusal := self._problem(operation, body):
            return self._refused(operation, refusal)
        if rule := self._world.faults.find("create_error", sender.number, text_of(operation.path, body)):
            return Outcome(self.faulty(rule.params))
        return self._paid(operation, body, sender)

    def _paid(self, operation: Operation, body: Json, sender: Sender) -> Outcome:
        cost = price(operation, body, self._world.config)
        if refusal := self._money(operation, sender.key, cost):
            return self._refused(operation, refusal)
        if operation.kind == "immediate":
            return Outcome(accepted(answer(Ask(operation, body, sender.key, cost), self._world)))
        task = self._begin(operation, body, sender, cost)
        return Outcome(accepted({operation.id_name: task.id}), task.id)

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
        dialect = self._world.config.dialect
        if dialect not in operation.dialects:
            return Refusal(Reason.NOT_FOUND)
        return first_problem(operation, body, dialect) or unfit(operation, body, self._world.store, dialect)

    def _money(self, operation: Operation, key: str, cost: float) -> Refusal | None:
        """Only what generates counts as a generation request; what is answered at once does not."""
        config, now = self._world.config, time.time()
        limit = 0 if operation.kind == "immediate" else config.rate_limit
        if not self._world.creates.allows(key, now, limit, config.rate_window):
            return Refusal(Reason.RATE)
        return None if self._world.credits.take(key, cost) else Refusal(Reason.CREDITS)

    def _refused(self, operation: Operation, refusal: Refusal) -> Outcome:
        config = self._world.config
        code = config.rate_code if refusal.reason is Reason.RATE else 0
        return Outcome(refused(config.dialect, operation.name, refusal, code))

    def _begin(self, operation: Operation, body: Json, sender: Sender, cost: float) -> Task:
        task_id, world = new_id(), self._world
        sources = clips_of(operation, body, world.store, world.config.dialect)
        task = Task(
            task_id, world.store.next_number(), operation, body, sender.key, sender.base_url,
            time.time(), cost, clips_for(task_id, self._tunes(task_id, operation, body, sources), sender.base_url),
            sources, self._inherited(operation, body, sources),
        )  # fmt: skip
        world.store.add(task)
        world.faults.decide(task.number, text_of(operation.path, body))
        task.missing = self._missing(task)
        self._runner.start(task)
        return task

    def _inherited(self, operation: Operation, body: Json, sources: tuple[Clip, ...]) -> Json:
        """What a task has from the song that it works on: all its words, or what a new section keeps."""
        if operation.name == "extend":
            return inherited(body, self._world.store)
        if not sources:
            return {}
        words = self._world.store.tasks[sources[0].task_id].words
        names = _INHERITED if operation.name == "replace-section" else ("title", "prompt", *_INHERITED)
        return {name: words[name] for name in names if name in words}

    def _missing(self, task: Task) -> frozenset[str]:
        """The songs that will not come back."""
        rule = self._world.fault("recovery_failed", task)
        if rule is None:
            return frozenset()
        return frozenset(clip.id for clip in task.sources if rule.params.get("variant", clip.variant) == clip.variant)

    def _tunes(
        self, task_id: str, operation: Operation, body: Json, sources: tuple[Clip, ...]
    ) -> list[tuple[int, Melody]]:
        """The songs of a task, as long as they shall be; with a new section a song stays as long as it was."""
        config, known = self._world.config, 0.0
        if operation.name == "extend" and config.extension_holds_source:
            known = seconds_of_source(body, self._world.store)
        seconds = sources[0].seconds if sources else config.song_seconds + known
        return [(tune, render(tune).played(seconds)) for tune in tunes_for(task_id, operation.clips)]
