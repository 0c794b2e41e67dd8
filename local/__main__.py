"""`python -m local up --port 8700` runs the stack; `python -m local setup` fetches what it can use."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from pathlib import Path

from local import dynamodb
from local.intrinsics import TemplateError
from local.processes import ROOT, StartError
from local.stack import Options, Stack


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


async def _up(options: Options) -> None:
    stop = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    stack = Stack(options)
    starting = asyncio.ensure_future(stack.start())
    stopping = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            addresses = starting.result()
            print(f"dynamodb   {addresses.dynamodb_kind} {addresses.dynamodb}")
            print(f"aws        {addresses.aws}")
            print(f"simulator  {addresses.simulator or 'none, the provider is ' + options.environ['SUNO_BASE_URL']}")
            print(f"log        {options.data / 'stack.log'}")
            print(f"ready {options.url}", flush=True)
            await asyncio.wait({stopping, stack.fault}, return_when=asyncio.FIRST_COMPLETED)
            if stack.fault.done():
                stack.fault.result()
    finally:
        starting.cancel()
        stopping.cancel()
        await asyncio.wait({starting, stopping})
        await stack.stop()


def main() -> int:
    """Run a command; the exit code."""
    given = _arguments()
    if given.command == "setup":
        print(dynamodb.setup())
        return 0
    data = given.data or ROOT / ".cache" / "local" / str(given.port)
    options = Options(given.port, given.host, given.template, data, given.verbose, dict(os.environ))
    try:
        asyncio.run(_up(options))
    except (OSError, StartError, TemplateError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
