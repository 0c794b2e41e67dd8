"""The stack's helper processes: moto, DynamoDB Local, the provider simulator."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from local import dynamodb
from local.processes import free_port, start, stop, wait_for_port


@dataclass(frozen=True)
class Addresses:
    """Where the helpers listen; known before they do."""

    aws: str
    dynamodb: str
    dynamodb_kind: str
    simulator: str | None


class Services:
    """Starts the helpers; `close` ends them."""

    def __init__(self, log: Path, environ: Mapping[str, str], lambda_url: str) -> None:
        self._log = log
        self._lambda_url = lambda_url
        # The simulator speaks as the stack expects it to, unless it is told otherwise.
        self._environ = {"SIM_DIALECT": environ.get("SUNO_DIALECT", "sunoapi"), **environ}
        self._waits: list[tuple[subprocess.Popen[bytes], int, str]] = []

    async def begin(self) -> Addresses:
        """Start all of them at once, without waiting."""
        kind = await asyncio.to_thread(dynamodb.choose)
        aws = self._start("moto", [sys.executable, "-m", "local.moto_server", self._lambda_url])
        tables = aws
        if kind == "local":
            port = free_port()
            tables = self._watch("DynamoDB Local", dynamodb.command(port), port)
        simulator = None
        if not self._environ.get("SUNO_BASE_URL"):
            simulator = self._start("the simulator", [sys.executable, "-m", "local.simulator", "--port"])
        return Addresses(aws, tables, kind, simulator)

    async def ready(self) -> None:
        """Wait until every one answers; StartError if one does not."""
        await asyncio.gather(*(asyncio.to_thread(wait_for_port, *one) for one in self._waits))

    async def close(self) -> None:
        """Stop them, all at once."""
        processes = [process for process, _, _ in self._waits]
        await asyncio.gather(*(asyncio.to_thread(stop, process) for process in processes))

    def _start(self, what: str, command: list[str]) -> str:
        port = free_port()
        return self._watch(what, [*command, str(port)], port)

    def _watch(self, what: str, command: list[str], port: int) -> str:
        environ = {**self._environ, "PYTHONUNBUFFERED": "1"}
        self._waits.append((start(command, self._log, environ), port, what))
        return f"http://127.0.0.1:{port}"
