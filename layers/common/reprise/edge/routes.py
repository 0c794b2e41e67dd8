"""Routes as data: what a function answers over HTTP, and what an API document says of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from reprise.edge.http import Call, Response

P = TypeVar("P")
B = TypeVar("B")

Endpoint = Callable[[P, Call], Response[B]]
"""Answers a call, given the parts of its function."""


@dataclass(frozen=True, slots=True)
class Route(Generic[P, B]):
    """One route. `key` is API Gateway's; `body` the request's dataclass; `answer` the type of a successful body."""

    key: str
    endpoint: Endpoint[P, B]
    body: type[Any] | None
    answer: type[B] | None
    summary: str
    query: tuple[str, ...] | None = None
    """The parameters that its query may have. None: it reads none, and none is refused."""
