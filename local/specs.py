"""What the template asks for, in the stack's own words."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Function:
    """One Lambda function; `name` is its folder."""

    name: str
    logical_id: str
    folder: Path
    layers: tuple[Path, ...]
    handler: str
    environment: dict[str, str]
    timeout: float
    memory: int


@dataclass(frozen=True)
class Route:
    """One route of the HTTP API; `authorized` routes want a token."""

    method: str
    path: str
    function: str
    authorized: bool


@dataclass(frozen=True)
class Table:
    """A CreateTable request and the attribute that expires its items."""

    logical_id: str
    request: dict[str, Any]
    ttl_attribute: str | None


@dataclass(frozen=True)
class Queue:
    """A queue's attributes as SQS takes them, and the logical id of its dead-letter queue."""

    logical_id: str
    name: str
    attributes: dict[str, str]
    dead_letters: str | None


@dataclass(frozen=True)
class QueueSource:
    """An event source mapping from a queue; at most `concurrency` invocations at once come from it."""

    function: str
    queue: str
    arn: str
    batch_size: int
    concurrency: int
    partial: bool


@dataclass(frozen=True)
class StreamSource:
    """An event source mapping from a table's stream; `attempts` and `oldest` (seconds) are None for no limit.

    `windows`: whether its batches come in windows, which name their shard. Here each batch is in one of its own.
    """

    function: str
    table: str
    batch_size: int
    partial: bool
    bisect: bool
    attempts: int | None
    on_failure: str | None
    oldest: float | None = None
    windows: bool = False


@dataclass(frozen=True)
class Schedule:
    """A function called every so many seconds."""

    name: str
    function: str
    seconds: float
    input: Any


@dataclass(frozen=True)
class Machine:
    """A state machine, its definition as Step Functions takes it, and the functions that it calls."""

    logical_id: str
    name: str
    definition: str
    functions: tuple[str, ...]


@dataclass(frozen=True)
class Cors:
    """What the HTTP API answers to a browser's preflight."""

    origins: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    expose: tuple[str, ...] = ()
    max_age: int | None = None
    credentials: bool = False


@dataclass(frozen=True)
class Authorizer:
    """Whose tokens the HTTP API takes."""

    issuer: str
    audience: tuple[str, ...]


@dataclass(frozen=True)
class Key:
    """A KMS key: the alias by which it is known, and the CreateKey request."""

    alias: str
    request: dict[str, str]


@dataclass(frozen=True)
class Plan:
    """Everything the template asks for."""

    functions: dict[str, Function] = field(default_factory=dict)
    routes: tuple[Route, ...] = ()
    tables: tuple[Table, ...] = ()
    queues: tuple[Queue, ...] = ()
    buckets: tuple[str, ...] = ()
    keys: tuple[Key, ...] = ()
    machines: tuple[Machine, ...] = ()
    parameters: dict[str, str] = field(default_factory=dict)
    queue_sources: tuple[QueueSource, ...] = ()
    stream_sources: tuple[StreamSource, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    cors: Cors = Cors()
    authorizer: Authorizer | None = None
