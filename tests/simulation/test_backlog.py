"""After an outage everything is overdue at once: how many sweeps that takes, and whom a provider that hangs holds up.

All is ten times as slow as it is, and a tenth as much: 10,000 tracks and calls of 50 ms stand for 100,000 and 5 ms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, cast
from zlib import crc32

import pytest

from reprise.domain.decision import Decision
from reprise.domain.states import Lane
from reprise.domain.track import Track
from reprise.providers.provider import Pool, Unanswered
from reprise.store.tracks import SHARDS, lane_shard
from reprise.usecases import questions
from reprise.usecases.asking import Asker
from reprise.usecases.sweeping import Sweeper
from reprise.usecases.visiting import Visitor
from tests.fakes.clock import START
from tests.simulation.hands import Hands, Time
from tests.unit.domain import make

SLOWER = 10
MANY = 100_000 // SLOWER
CALL_SECONDS = 0.005 * SLOWER
WORK_SECONDS = 0.0015 * SLOWER
"""Of the processor, for a call; measured are 1.7 ms for a refund with its part of a read for 25 tracks."""
HANGS_SECONDS = 4.0
SWEEP_SECONDS = 55
LONG_AGO = timedelta(minutes=10)


@dataclass
class Line:
    """A provider that knows nothing new of any task; it `hangs` or says so at once."""

    time: Time
    hangs: bool = False
    asked: list[str] = field(default_factory=list)
    cadence: None = None

    def ask(self, task_id: str, _operation: object) -> None:
        self.asked.append(task_id)
        if self.hangs:
            self.time.now += HANGS_SECONDS
            raise Unanswered("timeout")
        self.time.spend_a_call()

    def rescue_url(self, _audio_id: str) -> None:
        return None


@dataclass
class Place:
    """The tracks, each call to them taking its time; and who waits in lines."""

    time: Time = field(default_factory=lambda: Time(CALL_SECONDS, WORK_SECONDS))
    tracks: dict[str, Track] = field(default_factory=dict)
    read: Counter[str] = field(default_factory=Counter)
    refunded: list[str] = field(default_factory=list)
    woken: list[str] = field(default_factory=list)
    sweeps: int = 0

    def __post_init__(self) -> None:
        self.lines = {"quick": Line(self.time), "hanging": Line(self.time, hangs=True)}
        providers = cast("Any", self.lines)
        me = cast("Any", self)
        asker = Asker(me, Pool(providers, frozenset(providers), "quick"), me.clock, lambda *_: None)
        visitor = Visitor(me, asker, me, me, me, timedelta(minutes=5), me.clock)
        self.sweeper = Sweeper(visitor, _raised, partial(Hands, self.time))

    # --- what the sweep has of it -------------------------------------------------------------------------------------
    def clock(self) -> datetime:
        return START + timedelta(seconds=self.time.now)

    def due_pages(self, shard: str, now: datetime, size: int) -> Iterator[list[str]]:
        due = (one for one in self.tracks.values() if one.due_at and one.due_at <= now)
        found = [one.track_id for one in due if shard_of(one) == shard]
        for start in range(0, len(found) + 1, size):
            self.time.spend_a_call()
            yield found[start : start + size]

    def get(self, track_id: str) -> Track:
        self.time.spend_a_call()
        return self.tracks[track_id]

    def found(self, track_ids: Sequence[str]) -> dict[str, Track]:
        self.read.update(track_ids)
        self.time.spend_a_call()
        return {track_id: self.tracks[track_id] for track_id in track_ids}

    def commit(self, before: Track, decision: Decision) -> None:
        assert self.tracks[before.track_id] is before
        self.time.spend_a_call()
        self.tracks[before.track_id] = decision.track
        self.refunded += [before.track_id for entry in decision.entries if entry.amount > 0]

    def afresh(self) -> Place:
        return self

    def known(self) -> Iterator[str]:
        return iter(())

    def wake(self, track: Track) -> None:
        self.woken.append(track.track_id)

    # --- what happens -------------------------------------------------------------------------------------------------
    def keep(self, count: int, made: Track, provider: str = "quick", overdue: timedelta = LONG_AGO) -> None:
        deadline_at = START - overdue
        begun = replace(made, provider=provider, created_at=deadline_at - LONG_AGO, deadline_at=deadline_at)
        for number in range(count):
            track_id = f"{provider}-{made.submission}-{number}"
            self.tracks[track_id] = replace(begun, track_id=track_id, task_id=made.task_id, due_at=deadline_at)

    def sweep(self) -> float:
        """The next minute's sweep; how long it took."""
        self.read.clear()
        self.time.begin(60.0 * self.sweeps)
        self.sweeps += 1
        started = self.time.now
        self.sweeper.sweep(lambda: started + SWEEP_SECONDS - self.time.now)
        return self.time.now - started

    def sweeps_until_all_are_refunded(self) -> int:
        while len(self.refunded) < len(self.tracks):
            assert self.sweep() <= SWEEP_SECONDS
            assert self.sweeps < 60, "it never ends"
        assert len(set(self.refunded)) == len(self.refunded)
        return self.sweeps


@pytest.fixture(autouse=True)
def _fewer_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "MOST_WAITING", questions.MOST_WAITING // SLOWER)


def shard_of(track: Track) -> str:
    return lane_shard(track.lane) if track.waits else SHARDS[crc32(track.track_id.encode()) % len(SHARDS)]


def _raised(_track_id: str, error: Exception) -> None:
    raise error


@pytest.mark.parametrize("provider", ["quick", "hanging"])
@pytest.mark.parametrize("made", [make.sending(), make.accepted(), make.queued(lane=Lane.STANDARD)])
def test_a_hundred_thousand_overdue_are_refunded_within_six_sweeps(made: Track, provider: str) -> None:
    place = Place()
    place.keep(MANY, made, provider)
    assert place.sweeps_until_all_are_refunded() <= 6


def test_a_sweep_ends_as_many_of_a_million_as_make_it_refunded_within_the_hour() -> None:
    """What a sweep does not reach costs it nothing, so sixty sweeps do sixty times as much."""
    place = Place()
    place.keep(3 * MANY, make.accepted())
    for _ in range(2):
        place.refunded.clear()
        place.sweep()
        assert len(place.refunded) >= 1_000_000 / 60 / SLOWER


def test_in_a_sweep_a_track_is_read_once() -> None:
    place = Place()
    place.keep(2 * MANY, make.accepted(), overdue=timedelta(seconds=1))
    place.sweep()
    assert set(place.read.values()) == {1}


def test_a_provider_that_hangs_costs_the_others_nothing() -> None:
    place = Place()
    place.keep(300, make.accepted(), "hanging")
    place.keep(300, make.accepted(), "quick")
    place.keep(300, make.sending(), "quick")
    place.sweep()
    assert len(place.lines["quick"].asked) == 300
    assert len(place.refunded) == len(place.tracks)


def test_what_could_not_be_asked_about_keeps_its_place_until_its_two_minutes_are_over() -> None:
    place = Place()
    place.keep(MANY, make.accepted(), "hanging", overdue=timedelta(seconds=1))
    before = dict(place.tracks)
    place.sweep()
    unasked = sum(track is before[track_id] for track_id, track in place.tracks.items())
    assert unasked == MANY - len(place.lines["hanging"].asked)
    assert place.sweeps_until_all_are_refunded() <= 2 + 6


def test_a_line_where_everything_still_waits_is_not_read_to_its_end() -> None:
    place = Place()
    place.keep(MANY, make.queued(lane=Lane.STANDARD), overdue=-timedelta(minutes=9))
    place.tracks = {name: replace(one, due_at=START) for name, one in place.tracks.items()}
    place.sweep()
    assert 0 < len(place.woken) < MANY // 10
