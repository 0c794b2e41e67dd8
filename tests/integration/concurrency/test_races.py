"""What many processes do at once happens once: on a real DynamoDB, with real conditional writes and transactions."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest

from reprise.domain.errors import NotFound, RateLimited
from reprise.usecases.callbacks import Result
from tests.integration.concurrency.desk import SIGNUP_TENTHS, USER, Desk, at_once

pytestmark = [pytest.mark.xdist_group("concurrency"), pytest.mark.timeout(240)]
STAGES = ("text", "first", "complete")
ROUNDS = 20


def test_a_thousand_parallel_posts_of_one_key_make_one_track_one_charge_one_call(desk: Desk) -> None:
    answers = at_once([desk.post] * 1000)
    assert len({started.track.track_id for started in answers}) == 1
    assert Counter(started.replayed for started in answers) == {False: 1, True: 999}
    assert desk.count_tracks() == 1
    assert list(desk.cloud.provider.submits.values()) == [1]
    balance, ledger, slots = desk.money(USER)
    assert (balance, ledger) == (SIGNUP_TENTHS - 10, [("charge", -10), ("grant", SIGNUP_TENTHS)])
    assert slots == {answers[0].track.track_id}


def test_parallel_posts_of_a_free_user_under_different_keys_make_as_many_tracks_as_the_plan_allows(desk: Desk) -> None:
    def post(number: int) -> str:
        try:
            return desk.post(key=f"key {number}").track.track_id
        except RateLimited as refusal:
            return refusal.limit

    answers = Counter(at_once([partial(post, number) for number in range(64)]))
    assert answers["concurrent"] == 63
    assert desk.money(USER)[1] == [("charge", -10), ("grant", SIGNUP_TENTHS)]
    assert (desk.count_tracks(), desk.cloud.provider.submits.total()) == (1, 1)


def test_two_hundred_parallel_callbacks_of_a_stage_make_one_transition(desk: Desk) -> None:
    task = desk.task_of(desk.post())
    for stage in STAGES:
        receipts = at_once([partial(desk.deliver, task, stage)] * 200)
        assert Counter(receipt.result for receipt in receipts) == {Result.APPLIED: 1, Result.SEEN: 199}
    assert desk.image(task.track_id)["rev"] == 1 + 1 + len(STAGES)  # claimed, accepted, and one for each stage
    assert desk.money(USER)[1:] == ([("charge", -10), ("grant", SIGNUP_TENTHS)], frozenset())


def test_two_hundred_parallel_callbacks_of_all_stages_make_at_most_one_transition_each(desk: Desk) -> None:
    task = desk.task_of(desk.post())
    drawn = random.Random(200).choices((*STAGES, "error"), k=200)
    receipts = at_once([partial(desk.deliver, task, stage) for stage in drawn])
    applied = Counter(receipt.stage for receipt in receipts if receipt.result is Result.APPLIED)
    assert set(applied.values()) == {1}
    assert set(applied) & {"complete", "error"}
    ended = desk.image(task.track_id)["status"] == "completed"
    assert ended is ("complete" in applied and "error" not in applied)


def delete(desk: Desk, user: str, track_id: str) -> None:
    try:
        desk.library.delete(user, track_id)
    except NotFound:
        return


@pytest.mark.parametrize("stage", ["complete", "error"])
def test_a_race_of_callback_sweep_and_deletion_ends_consistent(desk: Desk, stage: str) -> None:
    for number in range(ROUNDS):
        user = f"user {number}"
        started = desk.post(user)
        task = desk.task_of(started)
        desk.cloud.clock.advance(601)
        rivals: list[Callable[[], object]] = [partial(desk.deliver, task, stage)] * 5
        rivals += [desk.sweep] * 3
        rivals += [partial(delete, desk, user, task.track_id)] * 2
        rivals += [partial(desk.copies, task.track_id, 0, user)]
        at_once(rivals)
        desk.follower.follow(started.track, None)
        assert (desk.image(task.track_id), desk.cloud.s3.keys()) == ({}, [])
        balance, ledger, slots = desk.money(user)
        assert (balance, slots) == (sum(amount for _, amount in ledger), frozenset())
        # Either it was heard of before it was deleted, and stays paid, or its charge came back; never half of it.
        assert balance in (SIGNUP_TENTHS, SIGNUP_TENTHS - 10)


def test_copies_that_race_with_a_deletion_leave_no_object(desk: Desk) -> None:
    for number in range(ROUNDS // 2):
        task = desk.task_of(desk.post(f"user {number}"))
        desk.deliver(task, "complete")
        before = desk.tracks.get(task.track_id)

        def erase(user: str = f"user {number}", track_id: str = task.track_id, known: object = before) -> None:
            desk.library.delete(user, track_id)
            desk.follower.follow(known, None)  # type: ignore[arg-type]

        rivals: list[Callable[[], object]] = [
            partial(desk.copies, task.track_id, index, f"user {number}") for index in (0, 1, 0, 1)
        ]
        at_once([*rivals, erase])
        assert desk.cloud.s3.keys() == []
        assert desk.image(task.track_id) == {}
