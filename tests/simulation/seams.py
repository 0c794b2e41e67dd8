"""Where the simulation takes hold of the layer: its clients, its clock, its provider, its chance, its threads.

Everything else is what runs on Lambda: the functions' own handlers, composed by their own `edge.bootstrap`.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from datetime import datetime, tzinfo
from functools import partial
from types import SimpleNamespace
from typing import Any, TypeVar
from uuid import UUID

import pytest

from tests.fakes.blueprint import plan
from tests.fakes.cloud import Cloud

T = TypeVar("T")
Handler = Callable[[Any, Any], Any]

FUNCTIONS = ("generate", "callback", "follow", "download", "submit", "sweep", "library", "sync", "account")
_COMPOSED = tuple(importlib.import_module(f"reprise.edge.bootstrap.{name}") for name in FUNCTIONS)
HANDLERS: dict[str, Handler] = {
    name: importlib.import_module(f"functions.{name}.app").lambda_handler
    for name in (*FUNCTIONS, "sign_track")  # which is made of what the library is made of
}
_ENVIRONMENT = {
    **{key: value for one in plan().functions.values() for key, value in one.environment.items()},
    "SUNO_API_KEY": "a key",
    "SUNO_WEBHOOK_SECRET": "",
    "SIGNUP_CREDITS": "3",
}

_SILENT = logging.getLogger("simulation")
_SILENT.disabled = True


class Inline(Executor):
    """Threads that take their turn at once: what runs side by side on Lambda has an order here."""

    def __init__(self, *_threads: int) -> None:
        """No threads."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Run it now; a crash takes the whole process with it."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - belongs to whoever asks for the result
            future.set_exception(error)
        return future


class Chance:
    """Ids and tokens that are the same in every run."""

    def __init__(self) -> None:
        self.drawn = 0

    def uuid4(self) -> UUID:
        """The next id."""
        self.drawn += 1
        # Multiplied by an odd number, so that ids of neighbours lie in different shards.
        return UUID(int=self.drawn * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128)

    def token(self, _bytes: int) -> str:
        """The next token."""
        return f"token-{self.uuid4().hex}"


@contextmanager
def installed(cloud: Cloud, chance: Chance, **settings: str) -> Iterator[None]:
    """The layer on these fakes, as long as the block lasts."""
    with pytest.MonkeyPatch.context() as patch:
        install(patch, cloud, chance, settings)
        yield
    forget()


def install(patch: pytest.MonkeyPatch, cloud: Cloud, chance: Chance, settings: dict[str, str]) -> None:
    """Put the layer on these fakes."""
    for name, value in {**_ENVIRONMENT, **settings}.items():
        patch.setenv(name, value)
    clients = {"dynamodb": cloud.dynamodb, "sqs": cloud.sqs, "s3": cloud.s3}
    patch.setattr("reprise.edge.clients._client", clients.__getitem__)
    patch.setattr("reprise.edge.clock.datetime", _Now(cloud))
    patch.setattr("reprise.edge.logging._logger", lambda: _SILENT)
    sending, download = (importlib.import_module(f"reprise.edge.bootstrap.{one}") for one in ("sending", "download"))
    patch.setattr(sending, "providers", lambda _settings: {"suno": cloud.provider})
    patch.setattr(sending, "Sender", partial(sending.Sender, mint=chance.token))
    patch.setattr(download, "Copier", partial(download.Copier, copy_asset=cloud.fetch))
    patch.setattr("reprise.usecases.transition.time", SimpleNamespace(sleep=lambda _seconds: None))
    for module in ("usecases.starting", "usecases.accounts", "edge.webhooks"):
        patch.setattr(f"reprise.{module}.uuid4", chance.uuid4)
    for module in (
        "usecases.sweeping",
        "usecases.dispatching",
        "usecases.syncing",
        "usecases.copying",
        "edge.bootstrap.callback",
    ):
        patch.setattr(f"reprise.{module}.ThreadPoolExecutor", Inline)
    forget()


def forget() -> None:
    """Every function starts cold: nothing that was composed before is used again."""
    for module in _COMPOSED:
        for made in vars(module).values():
            if hasattr(made, "cache_clear"):
                made.cache_clear()


class _Now:
    """Stands for `datetime` where the layer reads the time."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    def now(self, zone: tzinfo) -> datetime:
        """The time of the fakes."""
        return self._cloud.clock().astimezone(zone)
