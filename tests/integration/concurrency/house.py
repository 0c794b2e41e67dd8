"""The use cases on a real DynamoDB client; queues, bucket, provider and clock are fakes."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

from reprise.domain.admission import Terms
from reprise.domain.gates import Account, Rate
from reprise.domain.jobs import CopyJob
from reprise.domain.operations import TRACK
from reprise.domain.receipts import Receipt
from reprise.domain.requests import Song
from reprise.domain.webhooks import Delivery, Evidence
from reprise.domain.wishes import Wish
from reprise.edge.surroundings import new_id, new_token
from reprise.providers.assets import FetchRules
from reprise.store.accounts import Accounts
from reprise.store.admissions import Admissions
from reprise.store.attributes import from_item
from reprise.store.callbacks import CallbackLog
from reprise.store.gates import GatesTable
from reprise.store.machine import Waiters
from reprise.store.notifications import Notifications
from reprise.store.objects import Objects
from reprise.store.queues import Queue
from reprise.store.records import Records
from reprise.store.runs import Runs
from reprise.store.tracks import Tracks
from reprise.usecases.asking import Asker
from reprise.usecases.clearing import Clearer
from reprise.usecases.copying import Copier
from reprise.usecases.deleting import Deleter
from reprise.usecases.delivering import Deliverer
from reprise.usecases.dispatching import Dispatcher
from reprise.usecases.following import Follower
from reprise.usecases.library import Library
from reprise.usecases.pumping import Pump
from reprise.usecases.receiving import Receiver
from reprise.usecases.seeking import Seeker
from reprise.usecases.sending import Sender, hash_token
from reprise.usecases.starting import Started, Starter
from reprise.usecases.sweeping import Sweeper
from reprise.usecases.telling import Teller
from reprise.usecases.visiting import Visitor
from reprise.usecases.waking import Waker
from tests.fakes.blueprint import API, name_of, plan
from tests.fakes.clock import VirtualClock
from tests.fakes.cloud import Cloud
from tests.fakes.payloads import callback
from tests.fakes.provider import Task
from tests.integration.concurrency.together import THREADS

USER = "user"
SIGNUP_TENTHS = 100
SONG = Song(prompt="a song for sixteen threads")
_URLS = {one.logical_id: f"http://aws.invalid/123456789012/{one.name}" for one in plan().queues}
_QUEUES = ("DownloadsQueue", "SubmissionsQueue", "CallbackRetriesQueue", "AsksQueue", "MergesQueue")
_PATIENCE = timedelta(seconds=300)


class _Patient(VirtualClock):
    """Rivals are real here, and who has lost to one really waits."""

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


@dataclass
class House:
    """Everything that the races use."""

    client: Any
    quota: int = 10_000
    cloud: Cloud = field(default_factory=lambda: Cloud(clock=_Patient()))
    log_threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(THREADS))
    _numbers: Any = field(default_factory=count)

    def __post_init__(self) -> None:
        clock, sqs = self.cloud.clock, self.cloud.sqs
        self.accounts = Accounts(self.client, name_of("AccountsTable"))
        self.tracks = Tracks(self.client, name_of("TracksTable"), self.accounts)
        self.objects = Objects(self.cloud.s3, "bucket")  # type: ignore[arg-type]
        pool = self.cloud.pool
        self.gates = GatesTable(self.client, name_of("AccountsTable"))
        downloads, submissions, retries, asks, merges = (Queue(sqs, _URLS[one]) for one in _QUEUES)  # type: ignore[arg-type]
        self.cloud.provider.account = Account("suno:main", Rate(self.quota, 10))
        self.sender = Sender(self.tracks, pool, API, clock, _raised, _signed)
        self.starter = self._starter()
        self.pump = Pump(self.sender, self._dispatcher, submissions, 2 * _PATIENCE)
        waker = Waker(self.gates, pool, submissions, clock)
        log = CallbackLog(self.client, name_of("CallbacksTable"), timedelta(days=15))
        self.receiver = Receiver(self.tracks, pool, log, retries, asks, self.log_threads, clock, _faulted)
        asker, seeker = Asker(self.tracks, pool, clock, _raised), Seeker(self.tracks, pool, _PATIENCE, clock, new_id)
        visitor = Visitor(self.tracks, asker, downloads, waker, seeker, _PATIENCE, clock)
        self.sweeper = Sweeper(visitor, _raised, ThreadPoolExecutor)
        self.deleter = Deleter(Library(self.tracks, clock), Records(self.client, name_of("IdempotencyTable")), 3)
        self.copier = Copier(self.tracks, self.objects, FetchRules(), clock, ThreadPoolExecutor, self.cloud.fetch)
        teller = Teller(Waiters(self.client), _raised)  # there are no runs here
        clearer = Clearer(Runs(self.client, name_of("RunsTable"), self.tracks), clock)
        notifications, deliverer = Notifications(self.accounts), Deliverer(self.tracks, self.objects, clock)
        self.follower = Follower(
            downloads, notifications, self.objects, waker, asks, merges, pool, teller, clearer, deliverer, _timed
        )

    def _starter(self) -> Starter:
        return Starter(
            Admissions(self.tracks, self.gates, name_of("IdempotencyTable")),
            self.sender,
            self.cloud.pool,
            Terms(2 * _PATIENCE, SIGNUP_TENTHS),
            _PATIENCE,
            self.cloud.clock,
            new_id,
            new_token,
        )

    def _dispatcher(self, account: Account) -> Dispatcher:
        return Dispatcher(self.sender, self.gates.of(account), _PATIENCE, new_token, ThreadPoolExecutor, _raised)

    def post(self, user: str = USER, key: str | None = "key") -> Started:
        """`POST /v1/tracks`."""
        return self.starter.start(Wish(user_id=user, operation=TRACK, request=SONG, provider="suno", key=key))

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
        return self.receiver.handle(delivery, Evidence(delivery.body.encode(), {}))

    def sweep(self) -> None:
        """The sweep, with all the time it wants."""
        self.sweeper.sweep(lambda: 60.0)

    def copies(self, track_id: str, *places: int, user: str = USER) -> None:
        """A copy job, after which nothing waits."""
        results = self.copier.copy(CopyJob(user, track_id, places), 1)
        assert not any(result.waits for result in results)

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


def _timed(_what: object, _timing: object) -> None:
    """Nobody measures."""


def _signed(key: str, _seconds: int) -> str:
    return f"https://bucket.example/{key}"


def _raised(_what: object, error: Exception) -> None:
    raise error


def _faulted(_outcome: str, _delivery: object, error: Exception) -> None:
    raise error
