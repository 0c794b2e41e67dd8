"""Runs a stack from start to end: says where things are, waits, cleans up."""

from __future__ import annotations

import asyncio
import signal
import sys
from typing import Any

from local.intrinsics import TemplateError
from local.processes import StartError
from local.services import Addresses
from local.stack import Options, Stack

__all__ = ["Options", "run"]


def run(options: Options) -> int:
    """Until SIGINT or SIGTERM; the exit code."""
    try:
        asyncio.run(_run(options))
    except (OSError, StartError, TemplateError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def _say(options: Options, addresses: Addresses) -> None:
    print(f"dynamodb   {addresses.dynamodb_kind} {addresses.dynamodb}")
    print(f"aws        {addresses.aws}")
    print(f"simulator  {addresses.simulator or 'none, the provider is ' + options.environ['SUNO_BASE_URL']}")
    print(f"log        {options.data / 'stack.log'}")
    print(f"ready {options.url}", flush=True)


async def _run(options: Options) -> None:
    stop = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    stack = Stack(options)
    starting = asyncio.ensure_future(stack.start())
    stopping = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            _say(options, starting.result())
            ends: set[asyncio.Future[Any]] = {stopping, stack.fault}
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            if stack.fault.done():
                stack.fault.result()
    finally:
        starting.cancel()
        stopping.cancel()
        await asyncio.wait({starting, stopping})
        await stack.stop()
