"""The processes of one function: started when needed, kept warm, at most so many."""

from __future__ import annotations

import asyncio
import uuid
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Literal

from local.container import Container, Died, Surroundings
from local.specs import Function


@dataclass(frozen=True)
class Outcome:
    """How an invocation ended; `value` is the result, or Lambda's error object."""

    kind: Literal["ok", "error", "crash", "timeout"]
    value: Any
    request_id: str


# A burst wants many processes at once; started all together they would keep one another from being ready in time.
_MOST_STARTING = 4


class Pool:
    """Invokes one function; what finds no free process waits for the next one."""

    def __init__(self, function: Function, around: Surroundings, most: int) -> None:
        self._function = function
        self._around = around
        self._most = most
        self._idle: list[Container] = []
        self._waiting: deque[asyncio.Future[Container]] = deque()
        self._starting: set[asyncio.Task[None]] = set()
        self._alive: set[Container] = set()
        self._turns = asyncio.Semaphore(_MOST_STARTING)

    async def invoke(self, event: Any) -> Outcome:
        """Run the handler on an event."""
        request_id = str(uuid.uuid4())
        try:
            container = await self._take()
        except Died as error:
            return Outcome("crash", {"errorType": "Runtime.ImportModuleError", "errorMessage": str(error)}, request_id)
        try:
            answer = await container.invoke(event, request_id)
        except asyncio.CancelledError:
            self._forget(container)
            await container.kill()
            raise
        except (Died, TimeoutError) as error:
            self._forget(container)
            kind: Literal["crash", "timeout"] = "crash" if isinstance(error, Died) else "timeout"
            return Outcome(kind, {"errorType": kind, "errorMessage": str(error)}, request_id)
        self._give(container)
        if "error" in answer:
            return Outcome("error", answer["error"], request_id)
        return Outcome("ok", answer["result"], request_id)

    def warm(self) -> None:
        """Start one process before it is needed."""
        self._in_background(self._start())

    async def close(self) -> None:
        """Kill every process, and start no more."""
        self._most = 0
        for task in self._starting:
            task.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)
        await asyncio.gather(*(container.kill() for container in self._alive))

    async def _take(self) -> Container:
        if self._idle:
            return self._idle.pop()
        waiter: asyncio.Future[Container] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        self._start_some()
        try:
            return await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled():
                self._give(waiter.result())
            raise

    def _give(self, container: Container) -> None:
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(container)
                return
        self._idle.append(container)

    def _forget(self, container: Container) -> None:
        """A process that is gone leaves its place to another one."""
        self._alive.discard(container)
        self._start_some()

    def _start_some(self) -> None:
        """Start as many processes as there are waiters, as far as the limit allows."""
        wanted = min(len(self._waiting) - len(self._starting), self._most - len(self._alive) - len(self._starting))
        for _ in range(wanted):
            self._in_background(self._start_if_wanted())

    def _in_background(self, start: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(start)
        self._starting.add(task)
        task.add_done_callback(self._begun)

    def _begun(self, task: asyncio.Task[None]) -> None:
        self._starting.discard(task)
        self._start_some()

    async def _start_if_wanted(self) -> None:
        """Start a process when it is its turn, unless those that are there have done the work meanwhile."""
        async with self._turns:
            if self._waiting:
                await self._start()

    async def _start(self) -> None:
        container = Container(self._function, self._around)
        try:
            await container.start()
        except (Died, TimeoutError, OSError) as error:
            self._refuse(error)
            return
        self._alive.add(container)
        self._give(container)

    def _refuse(self, error: BaseException) -> None:
        """The handler cannot be started, so nobody who waits for it will be served."""
        while self._waiting and not self._alive:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_exception(Died(str(error) or "did not start in time"))
