"""One process of a function: spawned, invoked, killed."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.resources import ACCOUNT, REGION, STACK
from local.specs import Function
from local.worker.channel import LENGTH, frame

_BOOT = str(Path(__file__).parent / "worker" / "boot.py")
_START_SECONDS = 30
MAX_PAYLOAD_BYTES = 6 * 1024 * 1024  # Lambda's limit for a synchronous invocation, either way


class Died(Exception):
    """The process ended by itself."""


@dataclass(frozen=True)
class Surroundings:
    """What every function's process is told by the stack."""

    environment: dict[str, str]
    providers: tuple[str, ...]
    flag: Path
    on_call: Callable[[str, dict[str, Any]], None]
    verdict: Callable[[str, dict[str, str]], str | None]
    on_output: Callable[[str, bytes], None]


def _arguments(function: Function, around: Surroundings, fd: int) -> str:
    return json.dumps(
        {
            "parent": os.getpid(),
            "fd": fd,
            "flag": str(around.flag),
            "paths": [str(function.folder), *map(str, function.layers)],
            "handler": function.handler,
            "functionName": f"{STACK}-{function.logical_id}",
            "arn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{STACK}-{function.logical_id}",
            "memory": function.memory,
            "providers": around.providers,
        }
    )


def _environment(function: Function, around: Surroundings) -> dict[str, str]:
    return {
        **around.environment,
        "AWS_LAMBDA_FUNCTION_NAME": f"{STACK}-{function.logical_id}",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory),
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "LAMBDA_TASK_ROOT": str(function.folder),
        "_HANDLER": function.handler,
        **function.environment,
    }


class Container:
    """A running process; one invocation at a time."""

    def __init__(self, function: Function, around: Surroundings) -> None:
        self._function = function
        self._around = around

    async def start(self) -> None:
        """Spawn it and wait until the handler is imported; Died if it cannot be."""
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-I",
                _BOOT,
                _arguments(self._function, self._around, theirs.fileno()),
                pass_fds=[theirs.fileno()],
                env=_environment(self._function, self._around),
                cwd=self._function.folder,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
                start_new_session=True,
            )
        self._output = asyncio.create_task(self._copy_output())
        self._reader, self._writer = await asyncio.open_connection(sock=ours, limit=2**20)
        try:
            await self._imported()
        except BaseException:
            await self.kill()
            raise

    async def _imported(self) -> None:
        async with asyncio.timeout(_START_SECONDS):
            answer = await self._answer()
        if "failed" in answer:
            raise Died(f"{self._function.name} cannot be imported: {answer['failed']['errorMessage']}")

    async def invoke(self, event: Any, request_id: str) -> dict[str, Any]:
        """`{"result": ...}` or `{"error": {...}}`; TimeoutError or Died, and the process is gone."""
        deadline = time.time() + self._function.timeout
        try:
            async with asyncio.timeout(self._function.timeout):
                self._writer.write(frame({"event": event, "requestId": request_id, "deadline": deadline}))
                await self._writer.drain()
                return await self._answer()
        except (TimeoutError, Died, ConnectionError) as error:
            await self.kill()
            if isinstance(error, ConnectionError):
                raise Died(f"{self._function.name} died") from error
            raise

    async def kill(self) -> None:
        """End the process and whatever it started."""
        with suppress(ProcessLookupError):  # it was faster
            os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()
        await self._output
        self._writer.close()

    async def _answer(self) -> dict[str, Any]:
        """The next message that is neither a call nor a question."""
        while True:
            message = await self._message()
            if "call" in message:
                self._around.on_call(self._function.name, message["call"])
            elif "ask" in message:
                verdict = self._around.verdict(self._function.name, message["ask"])
                self._writer.write(frame({"verdict": verdict}))
            else:
                return message

    async def _message(self) -> dict[str, Any]:
        try:
            size = LENGTH.unpack(await self._reader.readexactly(LENGTH.size))[0]
            message: dict[str, Any] = json.loads(await self._reader.readexactly(size))
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise Died(f"{self._function.name} died") from error
        if "result" in message and size > MAX_PAYLOAD_BYTES:
            return {"error": {"errorType": "Function.ResponseSizeTooLarge", "errorMessage": f"{size} bytes"}}
        return message

    async def _copy_output(self) -> None:
        output = self._process.stdout
        while output is not None and (chunk := await output.read(65536)):
            self._around.on_output(self._function.name, chunk)
