"""The stack as a process: what it prints, how it stops, what it leaves behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from local.processes import ROOT, free_port
from tests.integration.local.conftest import Running, end, start


def descendants(of: int) -> set[int]:
    """Process ids of everything a process has started, itself not included."""
    parents: dict[int, int] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue  # it ended meanwhile
        parents[int(status.parent.name)] = int(fields[1])
    found, before = {of}, set[int]()
    while found != before:
        before, found = found, found | {pid for pid, parent in parents.items() if parent in found}
    return found - {of}


def alive(pids: set[int]) -> set[int]:
    return {pid for pid in pids if Path(f"/proc/{pid}").exists()}


def test_the_last_line_says_where_it_is_ready(stack: Running) -> None:
    assert stack.printed[-1] == f"ready {stack.url}"
    assert any(line.startswith("dynamodb") for line in stack.printed)


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_it_leaves_nobody_behind(sign: int, tmp_path: Path, eventually: Callable[..., Any]) -> None:
    running = start(free_port(), tmp_path, DYNAMODB="moto")
    children = descendants(running.process.pid)
    assert len(children) >= 3
    assert end(running, sign) == (-signal.SIGKILL if sign == signal.SIGKILL else 0)
    eventually(lambda: not alive(children))


@pytest.mark.parametrize("seconds", [0.3, 1.5])
def test_it_can_be_stopped_while_it_starts(seconds: float, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "local", "up", "--port", str(free_port()), "--data", str(tmp_path)]
    starting = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    time.sleep(seconds)
    starting.terminate()
    printed, _ = starting.communicate(timeout=20)
    assert (starting.returncode, printed) in ((0, ""), (-signal.SIGTERM, ""))


def test_a_port_in_use_is_one_line(stack: Running) -> None:
    command = [sys.executable, "-m", "local", "up", "--port", str(stack.port)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=dict(os.environ))
    assert ended.returncode == 1
    assert len(ended.stderr.splitlines()) == 1
    assert str(stack.port) in ended.stderr
