"""`python -m local.simulator --port P`: run until SIGTERM or SIGINT."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Sequence

from aiohttp import web

from .app import make_app
from .config import Config, from_env


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; settings from SIM_* variables, then from `--set name=value`."""
    parser = argparse.ArgumentParser(prog="python -m local.simulator", description=__doc__)
    parser.add_argument("--port", type=int, default=8701, help="0 takes a free one")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="as dialect=kie")
    options = parser.parse_args(arguments)
    try:
        config = from_env(os.environ).patched(dict(_pair(text) for text in options.set))
    except ValueError as error:
        parser.error(str(error))
    asyncio.run(serve(config, options.host, options.port))
    return 0


async def serve(config: Config, host: str, port: int) -> None:
    """Serve until a signal; prints `ready <url>` once it answers."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    runner = web.AppRunner(make_app(config), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        print(f"ready http://{host}:{runner.addresses[0][1]}", flush=True)
        await stop.wait()
    finally:
        await runner.cleanup()


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise ValueError(f"--set takes NAME=VALUE, not {text!r}")
    return name, value


if __name__ == "__main__":
    sys.exit(main())
