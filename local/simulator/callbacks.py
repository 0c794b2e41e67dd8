"""Callbacks of a task: built, bent by the faults in force, and handed to the courier."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from typing import Any

from .clipviews import current
from .config import Json
from .delivery import Courier
from .faults import Rule
from .payloads import callback
from .tasks import Task
from .world import World

_REVERSED = ("error", "complete", "first", "text")


class Announcer:
    """Tells the receiver about stages, as the faults allow."""

    def __init__(self, world: World, courier: Courier) -> None:
        self._world = world
        self._courier = courier
        self._running: set[asyncio.Task[Any]] = set()

    def announce(self, task: Task, stage: str) -> None:
        """Send one stage in the background; nothing more once the receiver was given up."""
        if not task.callback_url or task.callbacks_stopped:
            return
        if self._rule("callback_lost", task, stage):
            entry = {"stage": stage, "attempt": 0, "at": time.time(), "status": None, "lost": True}
            task.deliveries.append(entry)
        elif rule := self._rule("callback_reorder", task, stage):
            self._hold(task, stage, rule)
        else:
            self._spawn(self._send(task, stage))

    async def send_now(self, task: Task, stage: str, body: Json | None, times: int) -> None:
        """Send a callback at once, whatever the faults say; `body` replaces the usual one."""
        for _ in range(times):
            await self._courier.send(task, stage, body or self.body(task, stage))

    def body(self, task: Task, stage: str) -> Json:
        """The callback of a stage with the faults that change its content."""
        made = callback(task, stage, self._world.config, current())
        # recovery lists its songs beside the task, all others inside `data`
        holder = made["data"] if isinstance(made["data"], dict) else made
        if isinstance(holder.get("data"), list):
            holder["data"] = self._bent(task, stage, holder["data"])
        return made

    async def stop(self) -> None:
        """Drop what is still under way."""
        running = list(self._running)
        for job in running:
            job.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def _rule(self, kind: str, task: Task, stage: str) -> Rule | None:
        return self._world.fault(kind, task, stage)

    def _bent(self, task: Task, stage: str, clips: list[Json]) -> list[Json]:
        if rule := self._rule("clip_patch", task, stage):
            clips = _patched(task, clips, rule.params)
        return clips[::-1] if self._rule("clips_swapped", task, stage) else clips

    def _hold(self, task: Task, stage: str, rule: Rule) -> None:
        task.held.append(stage)
        if task.over:
            order = [*rule.params.get("order", ()), *_REVERSED]
            held, task.held = sorted(task.held, key=order.index), []
            self._spawn(self._send_all(task, held))

    async def _send_all(self, task: Task, stages: list[str]) -> None:
        for stage in stages:
            await self._send(task, stage)

    async def _send(self, task: Task, stage: str) -> None:
        if rule := self._rule("callback_delay", task, stage):
            await asyncio.sleep(float(rule.params.get("seconds", 1.0)))
        rule = self._rule("callback_duplicate", task, stage)
        delivered = await self._copies(task, stage, rule.params if rule else {"times": 1})
        # "3 consecutive retries fail -> the system stops sending callbacks"; read here as: for this task
        task.callbacks_stopped = task.callbacks_stopped or not delivered

    async def _copies(self, task: Task, stage: str, params: Json) -> bool:
        body, times = self.body(task, stage), int(params.get("times", 2))
        if params.get("parallel"):
            return all(await asyncio.gather(*(self._courier.send(task, stage, body) for _ in range(times))))
        return all([await self._courier.send(task, stage, body) for _ in range(times)])

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        job = asyncio.create_task(work)
        self._running.add(job)
        job.add_done_callback(self._running.discard)


def _patched(task: Task, clips: list[Json], params: Json) -> list[Json]:
    """Clips with some fields replaced, in one variant or in all."""
    fields: Json = params.get("fields", {})
    wanted = {clip.id for clip in task.clips or task.sources if params.get("variant") in (None, clip.variant)}
    changes = dict.fromkeys(wanted, fields)
    return [clip | changes.get(str(clip.get("id")), {}) for clip in clips]
