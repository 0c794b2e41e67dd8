"""`DELETE /v1/tracks/{trackId}`: what goes back, what stays taken, and what nobody sees any more."""

from __future__ import annotations

import pytest

from reprise.domain.accounts import Plan, Profile, day_of
from reprise.domain.credits import Tenths
from reprise.domain.track import Track
from reprise.edge.clock import utc_now
from tests.integration.handlers import journeys
from tests.integration.handlers.deleting import delete
from tests.integration.handlers.delivering import ID, running
from tests.integration.handlers.posting import USER, post, rich
from tests.integration.handlers.world import World
from tests.unit.domain import make


def ordered(world: World, key: str) -> str:
    """A song that its provider has accepted."""
    status, body, _ = post(world, key=key)
    assert (status, body["status"]) == (202, "processing")
    return str(body["trackId"])


def cancelled(number: int) -> Track:
    """A song that waits and was never sent."""
    return make.queued(track_id=f"{number:032x}", user_id=USER, created_at=utc_now())


@pytest.mark.parametrize(("signed_up_for", "orders"), [("free", 1), ("premium", 4)])
def test_thirty_orders_and_deletions_in_a_minute_on_one_credit_cost_a_provider_next_to_nothing(
    world: World, signed_up_for: str, orders: int
) -> None:
    """Free: the only slot stays taken. Premium: three songs are paid back, the fourth takes the credit with it."""
    rich(world, Plan(signed_up_for), balance=10)
    for number in range(30):
        _, body, _ = post(world, key=f"key-{number}")
        if "trackId" in body:
            assert delete(world, body["trackId"])[0] == 204
    assert len(world.provider.creates) == orders
    assert len(world.profile(USER).running) == orders


def test_three_cancelled_songs_a_day_are_paid_back_and_the_fourth_is_not(world: World) -> None:
    rich(world, Plan.PREMIUM)
    told = [delete(world, ordered(world, f"key-{number}")) for number in range(5)]
    assert told == [(204, "1"), (204, "1"), (204, "1"), (204, "0"), (204, "0")]
    profile = world.profile(USER)
    assert (profile.balance, profile.cancels, profile.day_count, profile.day_used) == (80, 3, 2, 20)
    assert sum(world.ledger(USER)) == -20  # the first hundred came without an entry


@pytest.mark.parametrize(("allowed", "refunded"), [("0", "0"), ("1", "1")])
def test_how_many_that_are_is_a_setting(world: World, allowed: str, refunded: str) -> None:
    world.configure(REFUNDED_CANCELS_PER_DAY=allowed)
    rich(world, Plan.PREMIUM)
    assert delete(world, ordered(world, "key-1")) == (204, refunded)
    assert delete(world, ordered(world, "key-2")) == (204, "0")


def test_another_day_begins_with_all_of_them(world: World) -> None:
    rich(world, Plan.PREMIUM, day=make.BEFORE, cancels=3)
    assert delete(world, ordered(world, "key-1")) == (204, "1")
    assert world.profile(USER).cancels == 1


def test_what_was_never_sent_is_always_paid_back_and_its_slot_is_free(world: World) -> None:
    waiting = [cancelled(number) for number in range(5)]
    world.keep(*waiting)
    slots = frozenset(track.track_id for track in waiting)
    rich(world, Plan.PREMIUM, balance=0, day_count=5, day_used=50, cancels=3, running=slots)
    assert [delete(world, track.track_id) for track in waiting] == [(204, "1")] * 5
    profile = world.profile(USER)
    assert (profile.balance, profile.cancels, profile.running, world.ledger(USER)) == (50, 3, frozenset(), [10] * 5)
    assert world.rows("TracksTable") == []


@pytest.mark.parametrize(("operation", "told"), [("lyrics", "0.1"), ("extend", "0.5"), ("track", "1")])
def test_the_header_says_an_exact_amount(world: World, operation: str, told: str) -> None:
    cost: Tenths = {"lyrics": 1, "extend": 5, "track": 10}[operation]
    running(world, task_type=operation, charged=cost)
    assert delete(world, ID) == (204, told)
    assert "credits-refunded" in world.plan.cors.expose  # a page in a browser may read it


def test_a_song_of_yesterday_is_not_taken_from_todays_count(world: World) -> None:
    running(world, created_at=make.BEFORE)
    today = day_of(utc_now())
    world.open(Profile(USER, Plan.PRO, 50, day=today, day_count=1, day_used=10, running=frozenset({ID}), rev=1))
    assert delete(world, ID) == (204, "1")
    profile = world.profile(USER)
    assert (profile.day_count, profile.day_used, profile.cancels) == (1, 10, 1)


def test_of_a_run_everything_that_is_not_delivered_is_paid_back_and_none_of_it_counts(world: World) -> None:
    rich(world, Plan.PREMIUM, cancels=3)
    run_id = journeys.started(world)
    journeys.take(world, journeys.part(world, run_id))
    assert world.profile(USER).balance == 50
    journeys.call(world, "cancel", run_id)
    profile = world.profile(USER)
    assert (profile.balance, profile.cancels, profile.running) == (100, 3, frozenset({run_id}))
