"""The use cases on a real DynamoDB client; queues, bucket, provider and clock are fakes."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from threading import Barrier
from typing import Any, TypeVar

from reprise.domain.gates import Account, Rate
from reprise.domain.jobs import CopyJob
from reprise.domain.requests import Song
from reprise.domain.webhooks import Delivery
from reprise.providers.assets import FetchRules
from reprise.store.accounts import Accounts
from reprise.store.admissions import Admissions
from reprise.store.attributes import from_item
from reprise.store.callbacks import CallbackLog
from reprise.store.gates import Gates
from reprise.store.notifications import Notifications
from reprise.store.objects import Objects
from reprise.store.queues import Queue
from reprise.store.tracks import Tracks
from reprise.usecases.asking import Asker
from reprise.usecases.copying import Copier
from reprise.usecases.dispatching import Dispatcher
from reprise.usecases.following import Follower
from reprise.usecases.library import Library
from reprise.usecases.pumping import Pump
from reprise.usecases.receiving import Guard, Receipt, Receiver
from reprise.usecases.sending import Sender, hash_token
from reprise.usecases.starting import Generator, Started
from reprise.usecases.sweeping import Sweeper
from reprise.usecases.waking import Waker
from tests.fakes.blueprint import API, name_of, plan
from tests.fakes.cloud import Cloud
from tests.fakes.payloads import callback
from tests.fakes.provider import Task

T = TypeVar("T")
THREADS = 16
USER = "user"
SIGNUP_TENTHS = 100
SONG = Song(prompt="a song for sixteen threads")
_URLS = {one.logical_id: f"http://aws.invalid/123456789012/{one.name}" for one in plan().queues}
_PATIENCE = timedelta(seconds=300)


@dataclass
class House:
    """Everything that the races use."""

    client: Any
    quota: int = 10_000
    cloud: Cloud = field(default_factory=Cloud)
    log_threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(THREADS))
    _numbers: Any = field(default_factory=count)

    def __post_init__(self) -> None:
        clock, sqs = self.cloud.clock, self.cloud.sqs
        self.accounts = Accounts(self.client, name_of("AccountsTable"))
        self.tracks = Tracks(self.client, name_of("TracksTable"), self.accounts)
        self.objects = Objects(self.cloud.s3, "bucket")  # type: ignore[arg-type]
        providers = {"suno": self.cloud.provider}
        downloads, submissions = (Queue(sqs, _URLS[one]) for one in ("DownloadsQueue", "SubmissionsQueue"))  # type: ignore[arg-type]
        account = Account("suno:main", Rate(self.quota, 10))
        sender = Sender(self.tracks, providers, API, account, _PATIENCE, clock)
        gates = Gates(self.client, name_of("AccountsTable"), account)
        admissions = Admissions(self.tracks, gates, name_of("IdempotencyTable"))
        self.generator = Generator(admissions, sender, 2 * _PATIENCE, SIGNUP_TENTHS)
        self.pump = Pump(Dispatcher(sender, gates, _raised), submissions, 2 * _PATIENCE)
        waker = Waker(gates, submissions, clock)
        log = CallbackLog(self.client, name_of("CallbacksTable"), timedelta(days=15))
        self.receiver = Receiver(self.tracks, log, Guard("body", ()), self.log_threads, clock)
        asker = Asker(self.tracks, providers, clock, _raised)
        self.sweeper = Sweeper(
            self.tracks, asker, downloads, waker, "https://cdn/{audio_id}", _PATIENCE, clock, _raised
        )
        self.library = Library(self.tracks, clock)
        self.copier = Copier(self.tracks, self.objects, FetchRules(), clock, self.cloud.fetch)
        self.follower = Follower(downloads, Notifications(self.accounts), self.objects, waker)

    def post(self, user: str = USER, key: str | None = "key") -> Started:
        """`POST /v1/tracks`."""
        return self.generator.start(user, SONG, key)

    def task_of(self, started: Started) -> Task:
        """The provider's task of a new track."""
        (task,) = self.cloud.provider.of(started.track.track_id)
        return task

    def deliver(self, task: Task, stage: str) -> Receipt:
        """A callback."""
        delivery = Delivery(
            delivery_id=str(next(self._numbers)),
            provider="suno",
            body=json.dumps(callback(task.task_id, stage, 500 if stage == "error" else 200)),
            received_at=self.cloud.clock(),
            track_id=task.track_id,
            token_hash=hash_token(task.token),
        )
        return self.receiver.receive(delivery)

    def sweep(self) -> None:
        """The sweep, with all the time it wants."""
        self.sweeper.sweep(lambda: 60.0)

    def copies(self, track_id: str, index: int, user: str = USER) -> None:
        """A copy job."""
        self.copier.copy(CopyJob(user, track_id, index), 1)

    def money(self, user: str) -> tuple[int, list[tuple[str, int]], frozenset[str]]:
        """Balance, ledger and slots of a user."""
        profile = self.accounts.profile(user)
        assert profile is not None
        entries, _ = self.accounts.page(user, "entry", 1000, None)
        return profile.balance, sorted((str(one["type"]), int(one["amount"])) for one in entries), profile.running

    def count_tracks(self) -> int:
        """How many tracks there are."""
        return len(self.client.scan(TableName=name_of("TracksTable"))["Items"])

    def image(self, track_id: str) -> dict[str, Any]:
        """A track as it is kept."""
        found = self.client.get_item(TableName=name_of("TracksTable"), Key={"track_id": {"S": track_id}})
        return from_item(found.get("Item", {}))


def _raised(_what: object, error: Exception) -> None:
    raise error


def at_once(acts: Sequence[Callable[[], T]]) -> list[T]:
    """Do all of them with sixteen threads that start together; what each came to."""
    barrier = Barrier(min(THREADS, len(acts)))

    def run(numbered: tuple[int, Callable[[], T]]) -> T:
        if numbered[0] < barrier.parties:
            barrier.wait()
        return numbered[1]()

    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(run, enumerate(acts)))
