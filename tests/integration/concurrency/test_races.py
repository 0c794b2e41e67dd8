"""What many processes do at once happens once: on a real DynamoDB, with real conditional writes and transactions."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from threading import Barrier
from typing import Any

import pytest

from reprise.domain.accounts import Plan, Profile
from reprise.domain.errors import NotFound, RateLimited
from reprise.domain.jobs import CopyJob
from reprise.domain.receipts import Result
from reprise.domain.track import Track
from reprise.domain.versions import Copy
from tests.integration.concurrency.house import SIGNUP_TENTHS, USER, House
from tests.integration.concurrency.together import at_once

pytestmark = [pytest.mark.xdist_group("concurrency"), pytest.mark.timeout(240)]
STAGES = ("text", "first", "complete")
ROUNDS = int(os.environ.get("RACES", "4"))
"""How often what has no one order is raced; `make races` does it more often."""
REFUNDED_A_DAY = 3
"""As the house has it."""


def test_a_thousand_parallel_posts_of_one_key_make_one_track_one_charge_one_call(house: House) -> None:
    answers = at_once([house.post] * 1000)
    assert len({started.track.track_id for started in answers}) == 1
    assert Counter(started.replayed for started in answers) == {False: 1, True: 999}
    assert house.count_tracks() == 1
    assert list(house.cloud.provider.submits.values()) == [1]
    balance, ledger, slots = house.money(USER)
    assert (balance, ledger) == (SIGNUP_TENTHS - 10, [("charge", -10), ("grant", SIGNUP_TENTHS)])
    assert slots == {answers[0].track.track_id}


def test_parallel_posts_of_a_free_user_under_different_keys_make_as_many_tracks_as_the_plan_allows(
    house: House,
) -> None:
    def post(number: int) -> str:
        try:
            return house.post(key=f"key {number}").track.track_id
        except RateLimited as refusal:
            return refusal.limit

    answers = Counter(at_once([partial(post, number) for number in range(64)]))
    assert answers["concurrent"] == 63
    assert house.money(USER)[1] == [("charge", -10), ("grant", SIGNUP_TENTHS)]
    assert (house.count_tracks(), house.cloud.provider.submits.total()) == (1, 1)


def test_two_hundred_parallel_callbacks_of_a_stage_make_one_transition(house: House) -> None:
    task = house.task_of(house.post())
    for stage in STAGES:
        receipts = at_once([partial(house.deliver, task, stage)] * 200)
        assert Counter(receipt.result for receipt in receipts) == {Result.APPLIED: 1, Result.SEEN: 199}
    assert house.image(task.track_id)["rev"] == 1 + 1 + len(STAGES)  # claimed, accepted, and one for each stage
    assert house.money(USER)[1:] == ([("charge", -10), ("grant", SIGNUP_TENTHS)], frozenset())


def test_two_hundred_parallel_callbacks_of_all_stages_make_at_most_one_transition_each(house: House) -> None:
    task = house.task_of(house.post())
    drawn = random.Random(200).choices((*STAGES, "error"), k=200)
    receipts = at_once([partial(house.deliver, task, stage) for stage in drawn])
    applied = Counter(receipt.stage for receipt in receipts if receipt.result is Result.APPLIED)
    assert set(applied.values()) == {1}
    assert set(applied) & {"complete", "error"}
    ended = house.image(task.track_id)["status"] == "completed"
    assert ended is ("complete" in applied and "error" not in applied)


def delete(house: House, user: str, track_id: str) -> int:
    """What goes back."""
    try:
        return house.deleter.delete(user, track_id)
    except NotFound:
        return 0


@pytest.mark.parametrize("stage", ["complete", "error"])
def test_a_race_of_callback_sweep_and_deletion_ends_consistent(house: House, stage: str) -> None:
    for number in range(ROUNDS):
        user = f"user {number}"
        started = house.post(user)
        task = house.task_of(started)
        house.cloud.clock.advance(601)
        rivals: list[Callable[[], object]] = [partial(house.deliver, task, stage)] * 5
        rivals += [house.sweep] * 3
        rivals += [partial(delete, house, user, task.track_id)] * 2
        rivals += [partial(house.copies, task.track_id, 0, user=user)]
        at_once(rivals)
        house.sweep()  # what was deleted before anything else came waits for its provider until then
        assert isinstance(started.track, Track)
        house.follower.follow(started.track, None)
        assert (house.image(task.track_id), house.cloud.s3.keys()) == ({}, [])
        balance, ledger, slots = house.money(user)
        assert (balance, slots) == (sum(amount for _, amount in ledger), frozenset())
        # Either it was heard of before it was deleted, and stays paid, or its charge came back; never half of it.
        assert balance in (SIGNUP_TENTHS, SIGNUP_TENTHS - 10)


def test_a_track_that_is_deleted_many_times_at_once_is_paid_back_once(house: House) -> None:
    task = house.task_of(house.post())
    told = at_once([partial(delete, house, USER, task.track_id)] * 32)
    assert sorted(told)[-2:] == [0, 10]
    assert house.money(USER) == (
        SIGNUP_TENTHS,
        [("charge", -10), ("grant", SIGNUP_TENTHS), ("refund", 10)],
        frozenset({task.track_id}),
    )
    house.deliver(task, "complete")
    assert (house.image(task.track_id), house.money(USER)[2]) == ({}, frozenset())


def test_of_many_tracks_that_are_deleted_at_once_as_many_are_paid_back_as_a_day_allows(house: House) -> None:
    house.accounts.write([house.accounts.replace_profile(None, Profile(USER, Plan.PREMIUM, SIGNUP_TENTHS))])
    tasks = [house.task_of(house.post(key=f"key {number}")) for number in range(8)]
    told = at_once([partial(delete, house, USER, task.track_id) for task in tasks])
    assert sorted(told) == [0] * (8 - REFUNDED_A_DAY) + [10] * REFUNDED_A_DAY
    balance, ledger, slots = house.money(USER)
    assert balance == SIGNUP_TENTHS + sum(amount for _, amount in ledger) == SIGNUP_TENTHS - 10 * (8 - REFUNDED_A_DAY)
    assert slots == {task.track_id for task in tasks}


def test_copies_that_race_with_a_deletion_leave_no_object(house: House) -> None:
    for number in range(ROUNDS):
        task = house.task_of(house.post(f"user {number}"))
        house.deliver(task, "complete")
        before = house.tracks.get(task.track_id)

        def erase(user: str = f"user {number}", track_id: str = task.track_id, known: object = before) -> None:
            house.deleter.delete(user, track_id)
            house.follower.follow(known, None)  # type: ignore[arg-type]

        rivals: list[Callable[[], object]] = [
            partial(house.copies, task.track_id, *places, user=f"user {number}") for places in ((), (0, 1), (0,), (1,))
        ]
        at_once([*rivals, erase])
        assert house.cloud.s3.keys() == []
        assert house.image(task.track_id) == {}


def test_all_files_of_a_track_are_fetched_side_by_side_and_told_of_in_one_commit(house: House) -> None:
    task = house.task_of(house.post())
    house.deliver(task, "complete")
    before = house.tracks.get(task.track_id)
    all_four = Barrier(4)

    def store_asset(*args: Any, **kwargs: Any) -> Copy:
        all_four.wait(60)  # nobody passes until four have come: one after the other would break it
        return house.cloud.fetch(*args, **kwargs)

    results = replace(house.copier, store_asset=store_asset).copy(CopyJob(USER, task.track_id), 1)
    after = house.tracks.get(task.track_id)
    assert before is not None
    assert after is not None
    assert [result.waits for result in results] == [False] * 4
    assert (after.stored, after.rev) == (True, before.rev + 1)
