"""`python -m local up --port 8700` runs the stack; `python -m local setup` fetches what it can use."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path

from local import dynamodb
from local.processes import ROOT


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m local", description="Reprise on one machine.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("setup", help="fetch DynamoDB Local, where Java and Maven are there")
    up = commands.add_parser("up", help="run the stack until SIGINT or SIGTERM")
    up.add_argument("--port", type=int, default=8700)
    up.add_argument("--host", default="127.0.0.1")
    up.add_argument("--template", type=Path, default=ROOT / "template.yaml")
    up.add_argument("--data", type=Path, help="folder for the log (default: .cache/local/<port>)")
    up.add_argument("--verbose", action="store_true", help="the functions' output on stderr, too")
    return parser.parse_args()


def _leave(_sign: int, _frame: object) -> None:
    """A signal before anything runs."""
    sys.exit(0)


def _up(given: argparse.Namespace) -> int:
    """Run the stack; the exit code."""
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, _leave)
    from local.run import Options, run  # noqa: PLC0415 - takes half a second, in which a signal counts already

    data = given.data or ROOT / ".cache" / "local" / str(given.port)
    return run(Options(given.port, given.host, given.template, data, given.verbose, dict(os.environ)))


def main() -> int:
    """Run a command; the exit code."""
    given = _arguments()
    if given.command == "setup":
        print(dynamodb.setup())
        return 0
    return _up(given)


if __name__ == "__main__":
    sys.exit(main())
