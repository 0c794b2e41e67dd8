"""AWS clients, each made when it is first used.

They are botocore's own: a boto3 session costs every cold start and gives nothing more (docs/decisions).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from threading import Lock
from typing import Any

import botocore.session
from botocore.config import Config

_CONFIG = Config(
    connect_timeout=1,
    read_timeout=2,
    retries={"mode": "standard", "max_attempts": 3},
    max_pool_connections=64,
)

_OWN = {"s3": Config(signature_version="s3v4", read_timeout=60)}
"""An upload may take a while; presigned URLs are of the one version that every region knows."""


class Clients:
    """The clients of a process, by the service's name: one for each service, made at its first call.

    A function that seldom calls a service does not pay for its client at every cold start.
    """

    def __init__(self) -> None:
        self._lazy: dict[str, _Lazy] = {}
        self._lock = Lock()

    def __call__(self, service: str) -> Any:
        """The client of a service."""
        return self._lazy.setdefault(service, _Lazy(partial(self._make, service)))

    def _make(self, service: str) -> Any:
        with self._lock:  # making two at once from one session is not safe
            return self._session.create_client(service, config=_config_of(service))

    @cached_property
    def _session(self) -> botocore.session.Session:
        return botocore.session.get_session()


class _Lazy:
    """Stands for a client until something is asked of it, then hands everything on."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make
        self._made: list[Any] = []
        self._lock = Lock()

    def __getattr__(self, name: str) -> Any:
        """What the client has under this name."""
        with self._lock:
            if not self._made:
                self._made.append(self._make())
            return getattr(self._made[0], name)


def _config_of(service: str) -> Config:
    return _CONFIG.merge(_OWN.get(service, Config()))
