"""Where the simulation takes hold of the functions: what surrounds them, and nothing else.

Everything else is what runs on Lambda: the functions themselves, put together by their own `edge.bootstrap`.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import Any, TypeVar
from uuid import UUID

from reprise.domain.gates import Account, Rate
from reprise.edge.function import Function
from reprise.edge.surroundings import Surroundings
from tests.fakes.blueprint import plan
from tests.fakes.cloud import Cloud
from tests.fakes.joining import join

T = TypeVar("T")
Functions = Mapping[str, Function[Any, Any]]

_NAMES = (
    *("generate", "callback", "follow", "download", "merge", "submit", "ask", "sweep"),
    *("library", "sync", "account", "sign_track", "parcours", "runner", "measure"),
)
_AS_DEPLOYED: Functions = {name: importlib.import_module(f"functions.{name}.app").lambda_handler for name in _NAMES}
_ENVIRONMENT = {
    **{key: value for one in plan().functions.values() for key, value in one.environment.items()},
    "SUNO_API_KEY": "a key",
    "SUNO_WEBHOOK_SECRET": "",
    "SIGNUP_CREDITS": "3",
}


class Inline(Executor):
    """Threads that take their turn at once: what runs side by side on Lambda has an order here."""

    def __init__(self, _threads: int) -> None:
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

    def new_id(self) -> str:
        """The next id."""
        self.drawn += 1
        # Multiplied by an odd number, so that ids of neighbours lie in different shards.
        return UUID(int=self.drawn * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128).hex

    def new_token(self) -> str:
        """The next token."""
        return f"token-{self.new_id()}"


@contextmanager
def silent() -> Iterator[None]:
    """Nothing is logged: nobody reads the lines of a million tracks."""
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


def functions(cloud: Cloud, chance: Chance, **settings: str) -> Functions:
    """All functions on these fakes, none of them started yet."""
    environment = _ENVIRONMENT | settings
    quota = Rate(int(environment["SUNO_REQUESTS_PER_10_SECONDS"]), 10)
    cloud.provider.account = Account("suno:main", quota)
    clients = {
        "dynamodb": cloud.dynamodb,
        "sqs": cloud.sqs,
        "s3": cloud.s3,
        "stepfunctions": cloud.stepfunctions,
        "kms": cloud.kms,
    }
    surroundings = Surroundings(
        environment=environment,
        client=clients.__getitem__,
        clock=cloud.clock,
        new_id=chance.new_id,
        new_token=chance.new_token,
        threads=Inline,
        pool=cloud.pool,
        store_asset=cloud.fetch,
        join=join,
    )
    return {name: function.within(surroundings) for name, function in _AS_DEPLOYED.items()}
