"""AWS clients: one for each service, made when first asked for.

They are botocore's own: a boto3 session costs every cold start and gives nothing more (docs/decisions).
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import botocore.session
from botocore.config import Config

_CONFIG = Config(
    connect_timeout=1,
    read_timeout=2,
    retries={"mode": "standard", "max_attempts": 3},
    max_pool_connections=20,
)

_OWN = {"s3": Config(signature_version="s3v4", read_timeout=60)}
"""An upload may take a while; presigned URLs are of the one version that every region knows."""


class Clients:
    """The clients of a process, by the service's name."""

    def __init__(self) -> None:
        self._made: dict[str, Any] = {}

    def __call__(self, service: str) -> Any:
        """The client of a service."""
        if service not in self._made:
            self._made[service] = self._session.create_client(service, config=_config_of(service))
        return self._made[service]

    @cached_property
    def _session(self) -> botocore.session.Session:
        return botocore.session.get_session()


def _config_of(service: str) -> Config:
    return _CONFIG.merge(_OWN.get(service, Config()))
