"""The local stack as a process, and a client that knows it by its address alone."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import requests

from local.processes import ROOT, free_port, stop
from tests.told import judge_answer, judge_request, operation

T = TypeVar("T")
QUICK = {
    "SIM_TEXT_DELAY": "0.2", "SIM_FIRST_DELAY": "0.4", "SIM_COMPLETE_DELAY": "0.7", "SIM_RETRY_DELAYS": "0.2,0.2,0.2",
    "SIM_RATE_LIMIT": "0", "SIM_RECORD_LIMIT": "0", "STUCK_AFTER_SECONDS": "1", "SUNO_REQUESTS_PER_10_SECONDS": "1000",
}  # fmt: skip
_PATIENCE_SECONDS = 40
BROKEN_OFF = {408, 502}
"""The stack's own: a body that did not arrive, a function that a test has made to die."""
PROBLEM = "application/problem+json"


def until(look: Callable[[], T | None]) -> T:
    """What `look` finds as soon as it finds something."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.05)
    raise AssertionError("it never came to pass")


@dataclass
class Stack:
    """A running stack."""

    url: str
    session: requests.Session = field(default_factory=requests.Session)

    def token(self, user: str, **more: Any) -> str:
        """A token for a user; `plan`, `credits`, `admin`, `expiresIn` as the stack takes them."""
        asked = {"userId": user, **more}
        return str(self.session.post(f"{self.url}/_local/tokens", json=asked, timeout=20).json()["token"])

    def call(self, method: str, path: str, token: str | None = None, **options: Any) -> requests.Response:
        """Any call."""
        headers = options.pop("headers", {}) | ({"Authorization": f"Bearer {token}"} if token else {})
        answer = self.session.request(method, self.url + path, headers=headers, timeout=30, **options)
        judge(method, path, answer, options.get("json"))
        return answer

    def start(self, token: str, **body: Any) -> dict[str, Any]:
        """The answer to a new generation."""
        answer = self.call("POST", "/v1/tracks", token, json={"prompt": "rain", **body})
        assert answer.status_code == 202, answer.text
        return dict(answer.json())

    def track(self, token: str, track_id: str) -> dict[str, Any]:
        """A track."""
        return dict(self.call("GET", f"/v1/tracks/{track_id}", token).json())

    def reaches(self, token: str, track_id: str, **wanted: Any) -> dict[str, Any]:
        """The track once it has these values."""

        def look() -> dict[str, Any] | None:
            track = self.track(token, track_id)
            return track if wanted.items() <= track.items() else None

        return until(look)

    def balance(self, token: str) -> float:
        """Credits left."""
        return float(self.call("GET", "/v1/credits", token).json()["remaining"])

    def simulator(self, method: str, path: str, **body: Any) -> Any:
        """The simulator's controls."""
        answer = self.call(method, f"/_local/simulator/{path}", json=body)
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None

    def callback_url(self, task_id: str) -> str:
        """Where a task's callbacks go, token and all: what only the provider knows."""
        answer: dict[str, Any] = self.simulator("GET", f"tasks/{task_id}")
        return str(answer["request"]["callBackUrl"])

    def fault(self, **fault: Any) -> None:
        """Put one fault in the way of a function."""
        assert self.call("POST", "/_local/faults", json=fault).status_code == 201

    def sweep(self) -> None:
        """The minute's sweep, now."""
        assert self.call("POST", "/_local/schedules/sweep").status_code == 200


def judge(method: str, path: str, answer: requests.Response, sent: Any) -> None:
    """Hold a call against the API's document."""
    told = operation(method, path.partition("?")[0])
    if told is None or answer.status_code in BROKEN_OFF:
        return
    kind = answer.headers.get("Content-Type", "")
    body = answer.json() if kind.endswith("json") and answer.content else answer.text or None
    judge_answer(told, answer.status_code, kind, body)
    if sent is not None:
        judge_request(told, answer.status_code, sent)


@contextmanager
def running(data: Path, **environment: str) -> Iterator[Stack]:
    """A stack of its own as long as the block lasts."""
    port = free_port()
    line = [sys.executable, "-m", "local", "up", "--port", str(port), "--data", str(data)]
    with subprocess.Popen(
        line, cwd=ROOT, env=os.environ | QUICK | environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        stack = Stack(f"http://127.0.0.1:{port}")
        try:
            assert process.stdout
            assert any(line.startswith(f"ready {stack.url}") for line in process.stdout)
            yield stack
        finally:
            stack.session.close()
            stop(process)  # type: ignore[arg-type]
