"""Callbacks that never come, and callbacks that come when nobody remembers."""

from __future__ import annotations

import json
import random
from datetime import timedelta
from itertools import cycle
from typing import Any, cast

import pytest

from reprise.domain.webhooks import Delivery
from reprise.store.queues import Queue
from reprise.usecases.receiving import FIRST_RETRY
from tests.fakes.blueprint import plan
from tests.fakes.payloads import song
from tests.fakes.provider import Fate, Script, Task
from tests.simulation.staging import SONG, USER, submitted, world
from tests.simulation.states import fingerprint
from tests.simulation.world import URLS, World

ALLOWED_SECONDS = 600
PATIENCE_SECONDS = 300
SOON = timedelta(seconds=90)
STAGES = {"text": 200, "first": 200, "complete": 200, "error": 400}


def seconds_from_end_to_end(place: World, provider_seconds: float, fate: Fate, offset: float) -> timedelta:
    """How long after the provider's end the track has ended, when no callback comes."""
    place.cloud.clock.advance(offset)
    place.cloud.provider.script = lambda _track, _attempt: Script(fate=fate, seconds=provider_seconds)
    track_id = place.post_track(USER, SONG).body["trackId"]
    (task,) = place.cloud.provider.of(track_id)
    place.run_until(task.ends_at)
    while place.audit.books.ends[track_id] not in ("completed", "failed"):
        moment = place.next_moment()
        assert moment is not None
        place.run_until(moment)
    assert place.audit.books.ends[track_id] == ("completed" if fate is Fate.SUCCESS else "failed")
    return place.cloud.clock.now - task.ends_at


def drawn_ends(earliest: float, seed: int) -> list[float]:
    """Provider ends over the time from `earliest` to the last moment allowed, both included."""
    chance = random.Random(seed)
    return [
        earliest,
        *(round(chance.uniform(earliest, ALLOWED_SECONDS), 3) for _ in range(150)),
        ALLOWED_SECONDS - 0.001,
    ]


@pytest.mark.parametrize("fate", [Fate.SUCCESS, Fate.PERMANENT])
@pytest.mark.parametrize(("patience", "earliest"), [(30, 1.0), (PATIENCE_SECONDS, float(PATIENCE_SECONDS))])
def test_a_track_ends_within_ninety_seconds_of_the_providers_end_though_every_callback_is_lost(
    patience: int, earliest: float, fate: Fate
) -> None:
    late = {}
    for number, provider_seconds in enumerate(drawn_ends(earliest, seed=patience)):
        with world(STUCK_AFTER_SECONDS=str(patience)) as place:
            waited = seconds_from_end_to_end(place, provider_seconds, fate, offset=number % 60)
            if waited > SOON:
                late[provider_seconds] = waited
    assert late == {}


def replay_everything(place: World, task: Task) -> None:
    """Every callback of a task again, 400 days later; none changes anything."""
    place.cloud.clock.advance(timedelta(days=400).total_seconds())
    before = fingerprint(place)
    for stage, code in STAGES.items():
        answer = place.deliver(task, stage, code)
        assert (answer.status, answer.body) == (200, {"ok": True, "cached": True})
        place.work()
    assert fingerprint(place) == before


@pytest.mark.parametrize("last", ["complete", "error"])
def test_a_callback_replayed_400_days_later_is_200_cached_and_changes_nothing(last: str) -> None:
    with world() as place:
        task = submitted(place)
        assert place.deliver(task, last, STAGES[last]).body == {"ok": True, "stage": last}
        place.run_to_end()
        replay_everything(place, task)


def test_a_callback_of_a_deleted_track_brings_nothing_back() -> None:
    with world() as place:
        task = submitted(place)
        place.deliver(task, "complete")
        place.run_to_end()
        assert place.delete(USER, task.track_id).status == 204
        place.run_to_end()
        assert place.deliver(task, "complete").status == 202
        twice = cycle((True, False))
        place.again = lambda _function: next(twice)
        place.run_to_end()
        assert (place.tracks.state.items, place.cloud.s3.keys()) == ({}, [])
        assert place.waiting() == dict.fromkeys(place.waiting(), 0)
        assert place.cloud.sqs.waiting("CallbackRetriesDeadLetters") == []


def test_a_callback_of_an_unknown_task_leaves_room_for_faults_before_it_is_a_dead_letter() -> None:
    with world() as place:
        body = json.dumps(song("nobody's"))
        signed = Delivery("id", "suno", body, place.cloud.clock.now, signed=True, signed_body=True, logged=True)
        Queue(cast("Any", place.cloud.sqs), URLS["CallbackRetriesQueue"]).send(signed, FIRST_RETRY.total_seconds())
        receives = 0
        while waiting := place.cloud.sqs.waiting("CallbackRetriesQueue"):
            (message,) = waiting
            receives = message.receives
            place.cloud.clock.reach(message.visible_at)
            place.work()
        allowed = next(one for one in plan().queues if one.logical_id == "CallbackRetriesQueue")
        assert 15 < receives <= json.loads(allowed.attributes["RedrivePolicy"])["maxReceiveCount"] - 5
