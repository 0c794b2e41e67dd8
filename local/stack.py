"""Puts the stack together: helpers, resources, functions, sources, the port."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from aiohttp import ClientSession, ClientTimeout, TCPConnector, web

from local.aws import Aws
from local.calls import Calls
from local.control import PREFIX, Control
from local.faults import Faults
from local.functions import Functions
from local.gateway.api import Api
from local.gateway.server import close, listen
from local.invocations import Invocations
from local.issuer import AUDIENCE, Issuer
from local.output import Output
from local.people import Accounts
from local.problems import problem
from local.processes import StartError
from local.provision import provision
from local.queues import Queues
from local.resources import Place
from local.services import Addresses, Services
from local.settings import secrets
from local.sources import sources
from local.sources.schedules import Schedules
from local.specs import Plan
from local.template import Template

_HEALTH = "/v1/health"
_OPEN_TO_ALL = Path(__file__).with_name("features.json")


@dataclass(frozen=True)
class Options:
    """How the stack is started."""

    port: int
    host: str
    template: Path
    data: Path
    verbose: bool
    environ: Mapping[str, str]

    @property
    def url(self) -> str:
        """The stack's own address."""
        return f"http://{self.host}:{self.port}"


def _own_settings(options: Options, addresses: Addresses) -> dict[str, str]:
    """The parameters that the stack itself knows the values of."""
    own = {"JwtIssuer": f"{options.url}/_local", "JwtAudience": AUDIENCE, "FeaturesFile": str(_features(options.data))}
    if addresses.simulator:
        names = ("SunoBaseUrl", "MurekaBaseUrl", "MinimaxBaseUrl", "AssetTrustedOrigins")
        own |= dict.fromkeys(names, addresses.simulator)
        own |= {"OpenaiBaseUrl": addresses.simulator, "OpenaiApiKeyParameter": "/reprise/openai-api-key"}
        own["SunoCdnTemplate"] = addresses.simulator + "/cdn/{audio_id}.mp3"
    return own


def _features(data: Path) -> Path:
    """The file of the feature flags: everything is open until somebody changes it, and that is kept."""
    features = data.resolve() / "features.json"
    if not features.exists():
        features.write_text(_OPEN_TO_ALL.read_text("utf-8"), "utf-8")
    return features


class Stack:
    """A running stack; `start`, then wait, then `stop`."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._exit = AsyncExitStack()
        self._api: Api | None = None
        self._control: Control | None = None
        self.fault: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def start(self) -> Addresses:
        """Bring everything up; OSError when the port is taken, StartError when a part fails."""
        options = self._options
        self._exit.push_async_callback(close, *await listen(self._handle, options.host, options.port))
        options.data.mkdir(parents=True, exist_ok=True)
        output = Output(options.data / "stack.log", verbose=options.verbose)
        self._exit.callback(output.close)
        services = Services(output.path, options.environ, f"{options.url}{PREFIX}lambda")
        self._exit.push_async_callback(services.close)
        addresses = await services.begin()
        place = Place(options.url, addresses.aws)
        plan = Template(options.template, place, options.environ, _own_settings(options, addresses)).plan()
        await self._run(plan, addresses, services, output)
        return addresses

    async def stop(self) -> None:
        """Take everything down."""
        await self._exit.aclose()

    async def _run(self, plan: Plan, addresses: Addresses, services: Services, output: Output) -> None:
        calls, faults = Calls(), Faults(self._options.data / "faults.flag")
        functions = Functions(plan, addresses, calls, faults, output)
        self._exit.push_async_callback(functions.close)
        _warm(plan, functions)
        issuer = await asyncio.to_thread(Issuer, f"{self._options.url}/_local")
        session = await self._exit.enter_async_context(_session())
        aws = Aws(session, addresses.aws, addresses.dynamodb)
        await services.ready()
        await provision(aws, plan, secrets((one.environment for one in plan.functions.values()), self._options.environ))
        queues, schedules = Queues(aws, plan.queues), Schedules(plan.schedules, functions.invoke)
        self._api = Api(plan, issuer, functions.invoke)
        accounts = Accounts(addresses.dynamodb, plan)
        invocations = Invocations(plan.functions.values(), functions.invoke, calls, faults)
        self._control = Control(
            issuer, schedules, queues, calls, faults, accounts, invocations, session, addresses.simulator
        )
        runs = [schedules.run(), *(await sources(plan, aws, queues, functions.invoke))]
        tasks = [asyncio.create_task(run) for run in runs]
        for task in tasks:
            task.add_done_callback(self._ended)
        self._exit.push_async_callback(_cancel, tasks)
        await self._healthy(session, output.path)

    def _ended(self, task: asyncio.Task[None]) -> None:
        """A poller never ends by itself; when one does, the stack has a fault that nobody should have to guess."""
        error = None if task.cancelled() else task.exception()
        if error is not None and not self.fault.done():
            self.fault.set_exception(StartError(f"a part of the stack failed: {error!r}"))

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        if self._api is None or self._control is None:
            return problem(503, "the stack is starting")
        if request.path.startswith(PREFIX):
            return await self._control.handle(request)
        return await self._api.handle(request)

    async def _healthy(self, session: ClientSession, log: Path) -> None:
        async with session.get(self._options.url + _HEALTH) as response:
            if response.status != 200:
                raise StartError(f"{_HEALTH} answers {response.status} ({await response.text()}); see {log}")


def _warm(plan: Plan, functions: Functions) -> None:
    """The function behind the health check is wanted first; let it start beside the helpers."""
    for route in plan.routes:
        if route.path == _HEALTH:
            functions.warm(route.function)


async def _cancel(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _session() -> ClientSession:
    return ClientSession(connector=TCPConnector(limit=0), timeout=ClientTimeout(total=None, sock_connect=5))
