"""A stack of the small project in this folder, seen from outside."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from local.processes import ROOT, free_port

PROJECT = Path(__file__).parent / "project"


@dataclass(frozen=True)
class Running:
    """A stack that answers."""

    url: str
    port: int
    process: subprocess.Popen[str]
    printed: list[str]

    def ask(self, method: str, path: str, token: str | None = None, **kwargs: Any) -> requests.Response:
        """One request."""
        headers = {**kwargs.pop("headers", {}), **({"Authorization": f"Bearer {token}"} if token else {})}
        return requests.request(method, self.url + path, headers=headers, timeout=30, **kwargs)

    def token(self, user_id: str = "somebody", **more: Any) -> str:
        """A token of the local issuer."""
        return str(self.ask("POST", "/_local/tokens", json={"userId": user_id, **more}).json()["token"])

    def done(self, name: str) -> Any:
        """The item that the end of the line leaves behind."""
        return self.ask("GET", f"/v1/open/done?id={name}").json()

    def queue(self, name: str) -> dict[str, Any]:
        """A queue's depths."""
        depths: dict[str, Any] = self.ask("GET", "/_local/queues").json()[name]
        return depths


def start(port: int, data: Path, **environ: str) -> Running:
    """Start a stack and wait for its last line."""
    command = [sys.executable, "-m", "local", "up", "--port", str(port), "--data", str(data)]
    process = subprocess.Popen(
        [*command, "--template", str(PROJECT / "template.yaml")],
        cwd=ROOT,
        env={**os.environ, **environ},
        stdout=subprocess.PIPE,
        text=True,
    )
    printed: list[str] = []
    assert process.stdout is not None
    for line in process.stdout:
        printed.append(line.rstrip("\n"))
        if line.startswith("ready "):
            return Running(f"http://127.0.0.1:{port}", port, process, printed)
    raise AssertionError(f"ended with {process.wait()}: {printed}")


def end(running: Running, sign: int = signal.SIGTERM) -> int:
    """Stop a stack; its exit code."""
    running.process.send_signal(sign)
    code = running.process.wait(20)
    assert running.process.stdout is not None
    running.process.stdout.close()
    return code


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = start(free_port(), tmp_path_factory.mktemp("stack"))
    yield running
    end(running)


@pytest.fixture
def eventually() -> Callable[..., Any]:
    """Ask until the answer is true."""

    def wait(ask: Callable[[], Any], seconds: float = 20) -> Any:
        deadline = time.monotonic() + seconds
        while not (answer := ask()) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert answer
        return answer

    return wait
