"""Many copies from the server of lies, each delivered until it is settled, then counted against the truth."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from reprise.domain.fetch_errors import FetchFailed, FetchRefused
from reprise.domain.versions import Asset
from reprise.providers.assets import FetchRules
from reprise.store.objects import Objects
from reprise.usecases.storing import Wanted, store_asset
from tests.integration.assets import faults, stand

_DELIVERIES = 20
"""More than a queue allows; on a crowded machine an honest answer may come too slowly as well."""


def rules(origin: str) -> FetchRules:
    """Bounds so short that a lie about time costs a third of a second."""
    return FetchRules(
        max_bytes=stand.LIMIT,
        trusted_origins=(origin,),
        connect_timeout=2,
        total_seconds=3,
        min_bytes_per_second=1000,
        window_seconds=0.3,
    )


@dataclass(frozen=True)
class Job:
    """One copy to make."""

    number: int
    fault: str
    times: int

    @property
    def path(self) -> str:
        """Where the liar has it."""
        return f"/{self.fault}/{self.times}/{self.number}/song.mp3"

    @property
    def stem(self) -> str:
        """Its key, without the extension."""
        return f"campaign/{self.number}/0/audio"


@dataclass
class Outcome:
    """What became of the copies; `bad` and `lost` list the jobs concerned."""

    stored: int = 0
    refused: int = 0
    deliveries: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    bad: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def add(self, other: Outcome) -> None:
        """Count another campaign's outcome in."""
        self.stored += other.stored
        self.refused += other.refused
        self.deliveries += other.deliveries
        self.reasons.update(other.reasons)
        self.bad += other.bad
        self.lost += other.lost


def jobs(first: int, count: int, seed: int) -> Iterator[Job]:
    """Every fault in turn, in an order of the seed's; a passing one goes away after one or two requests."""
    chance = random.Random(seed)
    names = list(faults.FAULTS)
    for number in range(first, first + count):
        fault = chance.choice(names)
        yield Job(number, fault, 1_000_000 if fault in faults.FINAL else chance.randint(1, 2))


def run(work: Iterable[Job], origin: str, objects: Objects) -> Outcome:
    """Deliver all jobs, then compare the bucket with what should be in it."""
    todo = list(work)
    outcome = deliver(todo, origin, objects)
    _count(todo, objects, outcome)
    return outcome


def deliver(todo: list[Job], origin: str, objects: Objects, workers: int = 24) -> Outcome:
    """Deliver each job until it is settled, many at a time."""
    outcome, bounds = Outcome(), rules(origin)
    with ThreadPoolExecutor(workers) as pool:
        for reasons in pool.map(lambda job: _settle(job, origin, bounds, objects), todo):
            outcome.deliveries += len(reasons)
            outcome.reasons.update(reasons)
    return outcome


def _settle(job: Job, origin: str, bounds: FetchRules, objects: Objects) -> list[str]:
    reasons: list[str] = []
    while len(reasons) < _DELIVERIES:
        try:
            store_asset(Wanted(url=origin + job.path, asset=Asset.AUDIO, stem=job.stem), rules=bounds, objects=objects)
        except FetchRefused as refused:
            return [*reasons, f"refused {refused.reason}"]
        except FetchFailed as failed:
            reasons.append(f"failed {failed.reason}")
        else:
            return [*reasons, "stored"]
    return reasons


def contents(objects: Objects, prefix: str) -> dict[str, str]:
    """Key and MD5, which S3 computed from what it has, of everything below a prefix."""
    pages = objects.client.get_paginator("list_objects_v2").paginate(Bucket=objects.bucket, Prefix=prefix)
    return {item["Key"]: item["ETag"].strip('"') for page in pages for item in page.get("Contents", [])}


def _count(todo: list[Job], objects: Objects, outcome: Outcome) -> None:
    found = contents(objects, "campaign/")
    for job in todo:
        name, md5 = f"{job.fault} {job.number}", found.pop(f"{job.stem}.mp3", None)
        if job.fault in faults.FINAL:
            outcome.refused += md5 is None
            outcome.bad += [name] if md5 else []
        elif md5 is None:
            outcome.lost.append(name)
        elif md5 != hashlib.md5(stand.song(job.number), usedforsecurity=False).hexdigest():
            outcome.bad.append(name)
        else:
            outcome.stored += 1
    outcome.bad += found  # what nobody asked for
