"""Schedules: fired by the clock, or now by a test."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from local.pool import Outcome
from local.specs import Schedule


class Schedules:
    """The schedules of a plan by name."""

    def __init__(self, schedules: Iterable[Schedule], invoke: Callable[[str, Any], Awaitable[Outcome]]) -> None:
        self._schedules = {one.name: one for one in schedules}
        self._invoke = invoke

    def names(self) -> list[str]:
        """What can be fired."""
        return list(self._schedules)

    async def fire(self, name: str) -> Outcome:
        """Call the function now and wait for its end."""
        schedule = self._schedules[name]
        return await self._invoke(schedule.function, schedule.input)

    async def run(self) -> None:
        """Follow the clock until cancelled."""
        async with asyncio.TaskGroup() as clocks:
            for schedule in self._schedules.values():
                clocks.create_task(self._follow(schedule))

    async def _follow(self, schedule: Schedule) -> None:
        async with asyncio.TaskGroup() as running:
            while True:
                await asyncio.sleep(schedule.seconds)
                running.create_task(self.fire(schedule.name))
