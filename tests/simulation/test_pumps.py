"""Pumps that die, messages that come twice or never, quotas that change."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import cycle, pairwise

import pytest

from tests.fakes.provider import Fate, Reply, Script
from tests.fakes.wire import Disturbance, When
from tests.simulation.staging import world
from tests.simulation.waiting import calls_at, counted, crowded, later, most_in_window, post
from tests.simulation.world import World

SECOND = timedelta(seconds=1)
CROWD = 6
SOON = 15 * SECOND
"""By then the three who have to wait are sent."""


def gathered(place: World) -> None:
    """Six songs where three at a time are sent; the provider tells the end of each."""
    place.calls_back = lambda _task: True
    for number in range(CROWD):
        assert post(place, f"user-{number}").status == 202


def lose_messages(place: World) -> None:
    """Whatever waits for the pumps is lost."""
    number, queues = place.cloud.sqs.save()
    place.cloud.sqs.load((number, queues | {"SubmissionsQueue": {}}))


def is_between_claim_and_call(call: str, then: str, when: When) -> bool:
    """Where a process that dies leaves one attempt of unknown outcome."""
    claimed = then == "provider.submit" and when is When.AFTER
    return claimed or (call == "provider.submit" and when is not When.AFTER)


@pytest.fixture(scope="module")
def calls() -> list[str]:
    """The calls of a crowd's life until all are sent."""
    with world(SUNO_REQUESTS_PER_10_SECONDS="4") as place:
        gathered(place)
        before = len(place.cloud.wire.calls)
        place.run_until(place.cloud.clock.now + SOON)
        assert place.cloud.provider.submits.total() == CROWD
        return place.cloud.wire.calls[before:]


@pytest.mark.parametrize("when", When)
def test_a_crash_at_any_call_of_a_wake_loses_no_track_and_calls_nobody_twice(calls: list[str], when: When) -> None:
    assert calls.count("provider.submit") == 3
    for number, (name, then) in enumerate(pairwise([*calls, ""]), 1):
        with world(SUNO_REQUESTS_PER_10_SECONDS="4") as place:
            gathered(place)
            place.cloud.wire.disturb(Disturbance(number, when))
            place.run_to_end()
            assert place.cloud.wire.fired
            nobody_is_called_twice(place)
            ends = list(place.audit.books.ends.values())
            lost = 1 if is_between_claim_and_call(name, then, when) else 0
            assert ends.count("completed") >= CROWD - lost, (number, name, when)
            assert len(ends) == CROWD


def nobody_is_called_twice(place: World) -> None:
    assert set(place.cloud.provider.submits.values()) == {1}
    assert most_in_window(calls_at(place)) <= 4


def test_a_pump_that_died_is_back_after_a_minute(calls: list[str]) -> None:
    for number, (name, then) in enumerate(pairwise([*calls, ""]), 1):
        if is_between_claim_and_call(name, then, When.BEFORE):
            continue
        with world(SUNO_REQUESTS_PER_10_SECONDS="4") as place:
            gathered(place)
            place.cloud.wire.disturb(Disturbance(number, When.BEFORE))
            later(place, 15 + 75)
            assert place.cloud.provider.submits.total() == CROWD, (number, name)


def test_messages_and_batches_that_come_twice_send_nothing_twice_and_do_not_multiply() -> None:
    with crowded() as place:
        twice = cycle((True, False))
        place.again = lambda _function: next(twice)
        for number in range(100):
            post(place, f"user-{number}")
        wakes = counted(place, "submit")
        most = 0
        for _ in range(60):
            later(place, 1)
            most = max(most, len(place.cloud.sqs.waiting("SubmissionsQueue")))
        assert set(place.cloud.provider.submits.values()) == {1}
        assert (most, len(wakes) <= 30) == (1, True)


def test_of_many_messages_for_a_gate_one_is_left_in_the_end() -> None:
    with crowded() as place:
        for number in range(60):
            post(place, f"user-{number}")
        place.follow()
        (message,) = place.cloud.sqs.waiting("SubmissionsQueue")
        number, queues = place.cloud.sqs.save()
        copies = {f"copy {copy}": replace(message, message_id=f"copy {copy}") for copy in range(9)}
        place.cloud.sqs.load((number, queues | {"SubmissionsQueue": copies}))
        later(place, 15)
        assert len(place.cloud.sqs.waiting("SubmissionsQueue")) == 1


def test_a_lost_message_costs_a_minute_and_a_half_at_most() -> None:
    for seconds in range(1, 60, 7):
        with crowded() as place:
            for number in range(40):
                post(place, f"user-{number}")
            later(place, seconds)
            before = place.cloud.provider.submits.total()
            lose_messages(place)
            later(place, 90 + 11)
            assert place.cloud.provider.submits.total() >= min(40, before + 15), seconds


def test_a_track_in_backoff_closes_no_door() -> None:
    with crowded() as place:
        busy = iter([True])
        place.cloud.provider.script = lambda _track, _attempt: Script(
            Reply.BUSY if next(busy, False) else Reply.ACCEPTED, Fate.SILENCE
        )
        assert post(place, "ann").body["status"] == "pending"
        later(place, 1)
        assert post(place, "bob").body["status"] == "processing"
        later(place, 4)
        assert place.cloud.provider.submits.total() == 3


def test_a_gate_sleeps_when_nothing_waits() -> None:
    with crowded() as place:
        for number in range(20):
            post(place, f"user-{number}")
        later(place, 30)
        place.cloud.wire.calls.clear()
        assert place.cloud.sqs.waiting("SubmissionsQueue") == []
        later(place, 200)
        assert place.cloud.wire.calls == []
