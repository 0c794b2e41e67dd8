"""All functions of the stack: how many processes each may have, and what they are told."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from local.calls import Calls
from local.container import Surroundings
from local.faults import Faults
from local.output import Output
from local.pool import Outcome, Pool
from local.resources import REGION
from local.services import Addresses
from local.specs import Plan

_HTTP_PROCESSES = 8
_MACHINE_PROCESSES = 4
_PASSED_ON = ("PATH", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "AWS_CA_BUNDLE", "CURL_CA_BUNDLE")


def _environment(addresses: Addresses) -> dict[str, str]:
    """What Lambda itself sets, and where AWS is."""
    return {
        **{name: os.environ[name] for name in _PASSED_ON if name in os.environ},
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_EXECUTION_ENV": "AWS_Lambda_python3.13",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ENDPOINT_URL": addresses.aws,
        "AWS_ENDPOINT_URL_DYNAMODB": addresses.dynamodb,
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
    }


def _providers(plan: Plan) -> tuple[str, ...]:
    """The origins of every `<PROVIDER>_BASE_URL`."""
    origins: set[str] = set()
    for function in plan.functions.values():
        named = {name for name in function.environment if name.endswith("_BASE_URL")} - {"PUBLIC_BASE_URL"}
        origins |= {_origin(function.environment[name]) for name in named}
    return tuple(sorted(origins))


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _most(plan: Plan) -> Counter[str]:
    """How many processes each function may have at most."""
    most: Counter[str] = Counter()
    for source in plan.queue_sources:
        most[source.function] += source.concurrency
    for stream in plan.stream_sources:
        most[stream.function] += 1
    for schedule in plan.schedules:
        most[schedule.function] += 1
    for function in {route.function for route in plan.routes}:
        most[function] += _HTTP_PROCESSES
    return most + Counter({name: _MACHINE_PROCESSES for machine in plan.machines for name in machine.functions})


class Functions:
    """Invokes any function by its name."""

    def __init__(self, plan: Plan, addresses: Addresses, calls: Calls, faults: Faults, output: Output) -> None:
        around = Surroundings(
            environment=_environment(addresses),
            providers=_providers(plan),
            flag=Path(faults.path),
            on_call=calls.add,
            verdict=faults.verdict,
            on_output=output.write,
        )
        most = _most(plan)
        self._output = output
        self._pools = {name: Pool(one, around, max(1, most[name])) for name, one in plan.functions.items()}

    async def invoke(self, name: str, event: Any) -> Outcome:
        """Run a function on an event; what fails is in the log."""
        outcome = await self._pools[name].invoke(event)
        if outcome.kind in ("crash", "timeout"):
            self._output.write(name, f"{outcome.kind}: {outcome.value['errorMessage']}".encode())
        return outcome

    def warm(self, name: str) -> None:
        """Start one process of a function that will be wanted at once."""
        self._pools[name].warm()

    async def close(self) -> None:
        """Kill all processes."""
        await asyncio.gather(*(pool.close() for pool in self._pools.values()))
