"""The life of a task: text, first, complete, each at its time, or a failure on the way."""

from __future__ import annotations

import asyncio
import time

from .callbacks import Announcer
from .config import Json
from .particulars import uploads_of
from .tasks import REACHED, Failure, Status, Task
from .uploads import fetched
from .world import World

_REFUNDED = 531
_UNFETCHED = {"sunoapi": 451, "kie": 413}


class Runner:
    """Moves tasks forward in time and announces what they reach."""

    def __init__(self, world: World, announcer: Announcer) -> None:
        self._world = world
        self._announcer = announcer
        self._running: dict[str, asyncio.Task[None]] = {}

    def start(self, task: Task) -> None:
        """Begin; returns at once."""
        job = asyncio.create_task(self._run(task))
        self._running[task.id] = job
        job.add_done_callback(lambda _: self._running.pop(task.id, None))

    async def finish(self, task: Task, failure: Json | None = None) -> None:
        """Bring a running task to its end now: the usual one, or this failure."""
        job = self._running.get(task.id)
        if job is None:
            return
        if failure is None:
            task.hurry.set()
        else:
            job.cancel()
            self._fail(task, Failure.of(failure, task.operation.kind), announced=True)
        await asyncio.gather(job, return_exceptions=True)

    async def stop(self) -> None:
        """Drop all running tasks."""
        jobs = list(self._running.values())
        for job in jobs:
            job.cancel()
        await asyncio.gather(*jobs, return_exceptions=True)

    async def _run(self, task: Task) -> None:
        if not await self._uploads(task):
            return
        for stage in task.operation.stages:
            await self._wait(task, self._delay(task, stage))
            if rule := self._failing(task, stage):
                self._fail(task, Failure.of(rule, task.operation.kind), announced=rule.get("callback", True))
                return
            self._reach(task, stage)

    async def _uploads(self, task: Task) -> bool:
        """Fetch the songs that the request names, if it is wanted; without one of them there is nothing to do."""
        if not self._world.config.fetch_uploads:
            return True
        for address in uploads_of(task.request):
            task.uploads.append(await fetched(str(address)))
        if all(upload["ok"] for upload in task.uploads):
            return True
        code = _UNFETCHED[self._world.config.dialect]
        failure = {"code": code, "msg": "Can't fetch the uploaded audio."}
        self._fail(task, Failure.of(failure, task.operation.kind), announced=True)
        return False

    async def _wait(self, task: Task, delay: float | None) -> None:
        left = None if delay is None else task.accepted_at + delay - time.time()
        try:
            await asyncio.wait_for(task.hurry.wait(), left)
        except TimeoutError:
            return

    def _delay(self, task: Task, stage: str) -> float | None:
        """Seconds after acceptance; None is never, until told to finish."""
        stuck = self._world.fault("task_stuck", task)
        if stuck and stuck.params.get("before", task.operation.stages[0]) == stage:
            return None
        rule = self._world.fault("task_delays", task)
        config = self._world.config.patched({"delays": rule.params}) if rule else self._world.config
        delays = {"text": config.text_delay, "first": config.first_delay, "complete": config.complete_delay}
        return delays[stage]

    def _failing(self, task: Task, stage: str) -> Json | None:
        rule = self._world.fault("task_error", task)
        if rule is None:
            return None
        stages = task.operation.stages
        at = rule.params.get("at", stages[0])
        return rule.params if stage == (at if at in stages else stages[-1]) else None

    def _reach(self, task: Task, stage: str) -> None:
        task.status = REACHED[stage]
        if stage == "complete" and self._blames(task):
            task.status = Status.CALLBACK_EXCEPTION
        task.times[stage] = time.time()
        self._announcer.announce(task, stage)

    def _blames(self, task: Task) -> bool:
        """Whether the record will blame the receiver; kie.ai's page of videos has no such state."""
        if (task.operation.kind, self._world.config.dialect) == ("mp4", "kie"):
            return False
        return self._world.fault("callback_exception", task) is not None

    def _fail(self, task: Task, failure: Failure, *, announced: bool) -> None:
        task.failure, task.status = failure, failure.status
        task.times["error"] = time.time()
        if failure.code == _REFUNDED:
            self._world.credits.give(task.key, task.cost)
        if announced:
            self._announcer.announce(task, "error")
