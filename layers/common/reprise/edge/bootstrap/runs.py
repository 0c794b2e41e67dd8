"""What several functions need of runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from reprise.domain.admission import Terms
from reprise.domain.departures import Means
from reprise.domain.track import Track
from reprise.edge.bootstrap import tables
from reprise.edge.logging import log_fault
from reprise.edge.surroundings import Surroundings
from reprise.providers.provider import Pool
from reprise.store.machine import Machine, Waiters
from reprise.store.runs import Runs
from reprise.usecases.clearing import Clearer
from reprise.usecases.telling import Teller


@dataclass(frozen=True)
class RunSettings(tables.TableSettings):
    """What reading and clearing up runs needs."""

    runs_table: str


@dataclass(frozen=True)
class MeansSettings:
    """What making tracks of runs needs."""

    segment_timeout_seconds: int
    signup_credits: int


def runs(settings: RunSettings, around: Surroundings) -> Runs:
    """The runs table, with the tracks."""
    return Runs(around.dynamodb, settings.runs_table, tables.tracks(settings, around))


def clearer(settings: RunSettings, around: Surroundings) -> Clearer:
    """What clears up after runs."""
    return Clearer(runs(settings, around), around.clock)


def machine(arn: str, around: Surroundings) -> Machine:
    """The state machine."""
    return Machine(around.client("stepfunctions"), arn)


def teller(around: Surroundings) -> Teller:
    """What tells those who wait in executions."""
    return Teller(Waiters(around.client("stepfunctions")), _untold)


def _untold(track: Track, error: Exception) -> None:
    log_fault("waiter_untold", error, track_id=track.track_id, run_id=track.run_id)


def means(settings: MeansSettings, pool: Pool, around: Surroundings) -> Means:
    """What tracks of runs are made with. Their music is the default provider's."""
    account = pool[pool.default].account
    terms = Terms(timedelta(seconds=settings.segment_timeout_seconds), settings.signup_credits * 10)
    return Means(terms, around.new_id, account.gate_of)
