"""The simulator as an aiohttp application."""

from __future__ import annotations

import asyncio

from aiohttp import web

from .api import Api
from .assets import Assets
from .callbacks import Announcer
from .completions import Completions
from .config import Config
from .control import Control
from .delivery import Courier
from .intake import Intake
from .melody import fill_pool
from .runner import Runner
from .world import World


def make_app(config: Config | None = None) -> web.Application:
    """The APIs of the music and of the words, the file host and the control API in one application."""
    world = World(config or Config())
    courier = Courier(lambda: world.config)
    announcer = Announcer(world, courier)
    runner = Runner(world, announcer)
    app = web.Application()
    Control(world, runner, announcer).add_routes(app)
    Api(world, Intake(world, runner)).add_routes(app)
    Completions(world).add_routes(app)
    Assets(world).add_routes(app)

    async def start(_app: web.Application) -> None:
        await asyncio.to_thread(fill_pool)

    async def stop(_app: web.Application) -> None:
        await runner.stop()
        await announcer.stop()
        await courier.close()

    app.on_startup.append(start)
    app.on_cleanup.append(stop)
    return app
