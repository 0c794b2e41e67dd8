"""The stack's helper processes: started on a leash, stopped with their whole group."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_LEASH = str(Path(__file__).with_name("leash.py"))
_GRACE_SECONDS = 3


class StartError(Exception):
    """A helper process did not come up."""


def free_port() -> int:
    """A port nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(command: Sequence[str], log: Path, environ: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Start a command in its own group, its output appended to a file; it dies with this process."""
    with log.open("ab") as output:
        return subprocess.Popen(
            [sys.executable, "-I", "-S", _LEASH, str(os.getpid()), *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=dict(environ) if environ is not None else None,
            cwd=ROOT,
            start_new_session=True,
        )


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process and everything it started."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE_SECONDS)
            return


def wait_for_port(process: subprocess.Popen[bytes], port: int, what: str, seconds: float = 30) -> None:
    """Return when the process accepts connections; StartError when it ends or takes too long."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise StartError(f"{what} ended with {process.returncode}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.02)
    raise StartError(f"{what} did not answer within {seconds:.0f} s")


@contextlib.contextmanager
def serving(
    command: Sequence[str], port: int, what: str, log: Path, environ: Mapping[str, str] | None = None
) -> Iterator[str]:
    """A helper that listens on a port, as long as the block lasts; gives its URL."""
    process = start(command, log, environ)
    try:
        wait_for_port(process, port, what)
        yield f"http://127.0.0.1:{port}"
    finally:
        stop(process)
