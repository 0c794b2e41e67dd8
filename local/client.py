"""A client of the running stack, for the demo and the load run: HTTP from outside, nothing of ours inside."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

START_SECONDS = 60.0


class StackError(Exception):
    """The stack did not start or answered something unexpected."""


@contextmanager
def running_stack(port: int, data: Path, **settings: str) -> Iterator[str]:
    """The stack as its own process, stopped at the end; its URL."""
    data.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "local", "up", "--port", str(port), "--data", str(data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **settings}) as process:
        try:
            yield _ready(process)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(START_SECONDS)


def _ready(process: subprocess.Popen[str]) -> str:
    deadline = time.monotonic() + START_SECONDS
    for line in process.stdout or ():
        if line.startswith("ready "):
            return line.split()[1]
        if time.monotonic() > deadline:
            break
    raise StackError("the stack did not start; what it said is above")


class Client:
    """One signed-in user."""

    def __init__(self, base: str, user_id: str, **account: Any) -> None:
        self._base = base
        self._session = requests.Session()
        # A kept connection may be closed while it is idle; whoever posts says an Idempotency-Key, so again is safe.
        again = Retry(total=3, backoff_factor=0.2, allowed_methods=None)
        self._session.mount(base, HTTPAdapter(max_retries=again))
        token = self.call("POST", "/_local/tokens", 200, json={"userId": user_id, **account})["token"]
        self._session.headers["Authorization"] = f"Bearer {token}"

    def call(self, method: str, path: str, *expected: int, **options: Any) -> Any:
        """The JSON of an answer. Raises StackError on a status that is not expected."""
        response = self._session.request(method, self._base + path, timeout=60, **options)
        if response.status_code not in expected:
            raise StackError(f"{method} {path} answered {response.status_code}: {response.text[:300]}")
        return response.json() if response.content else None

    def track(self, track_id: str) -> dict[str, Any]:
        """A track as it is now."""
        found: dict[str, Any] = self.call("GET", f"/v1/tracks/{track_id}", 200)
        return found
