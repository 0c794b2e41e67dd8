"""All fakes on one clock and one wire, made as the template says; what they hold can be saved and gone back to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from reprise.providers.inhouse import InHouse
from reprise.providers.provider import Pool, Provider
from tests.fakes.assets import FakeFetch
from tests.fakes.blueprint import plan
from tests.fakes.clock import VirtualClock
from tests.fakes.dynamodb import FakeDynamoDB
from tests.fakes.kms import FakeKMS
from tests.fakes.provider import FakeProvider
from tests.fakes.s3 import FakeS3
from tests.fakes.scripted import ScriptedProvider
from tests.fakes.sqs import FakeSQS
from tests.fakes.stepfunctions import FakeStepFunctions
from tests.fakes.wire import Wire


@dataclass(frozen=True, slots=True)
class Saved:
    """Everything at one moment."""

    now: datetime
    dynamodb: Any
    sqs: Any
    s3: Any
    provider: Any
    scripted: Any
    fetch: Any
    stepfunctions: Any
    kms: Any


@dataclass
class Cloud:
    """The services, and the providers; `default` is whom a request is for that names nobody."""

    index_lag_seconds: float = 0
    default: str = "suno"
    clock: VirtualClock = field(default_factory=VirtualClock)
    wire: Wire = field(default_factory=Wire)
    dynamodb: FakeDynamoDB = field(init=False)
    sqs: FakeSQS = field(init=False)
    s3: FakeS3 = field(init=False)
    provider: FakeProvider = field(init=False)
    scripted: ScriptedProvider = field(init=False)
    fetch: FakeFetch = field(init=False)
    stepfunctions: FakeStepFunctions = field(init=False)
    kms: FakeKMS = field(init=False)
    pool: Pool = field(init=False)

    def __post_init__(self) -> None:
        self.dynamodb = FakeDynamoDB(plan().tables, self.clock, self.wire, self.index_lag_seconds)
        self.sqs = FakeSQS(plan().queues, self.clock, self.wire)
        self.s3 = FakeS3(self.clock, self.wire)
        self.provider = FakeProvider(self.clock, self.wire)
        self.scripted = ScriptedProvider(self.clock, self.wire)
        self.fetch = FakeFetch(self.wire)
        self.stepfunctions = FakeStepFunctions(plan().machines, self.clock, self.wire)
        self.kms = FakeKMS(self.wire)
        providers: dict[str, Provider] = {"suno": self.provider, "scripted": self.scripted}
        ours = InHouse()
        self.pool = Pool({**providers, ours.name: ours}, frozenset(providers), self.default)

    def save(self) -> Saved:
        """Everything, to come back to."""
        return Saved(
            self.clock.now,
            self.dynamodb.save(),
            self.sqs.save(),
            self.s3.save(),
            self.provider.save(),
            self.scripted.save(),
            self.fetch.save(),
            self.stepfunctions.save(),
            self.kms.save(),
        )

    def load(self, saved: Saved) -> None:
        """Be as it was when it was saved."""
        self.clock.now = saved.now
        self.dynamodb.load(saved.dynamodb)
        self.sqs.load(saved.sqs)
        self.s3.load(saved.s3)
        self.provider.load(saved.provider)
        self.scripted.load(saved.scripted)
        self.fetch.load(saved.fetch)
        self.stepfunctions.load(saved.stepfunctions)
        self.kms.load(saved.kms)
