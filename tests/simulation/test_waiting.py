"""More is asked for than the provider takes: nobody is refused or overtaken, no lane starves, and it costs little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from random import Random

import pytest

from tests.simulation.waiting import calls_at, crowded, flooded, later, most_in_window, post, waited_for
from tests.simulation.world import World

PATIENT = "36000"
"""Seconds allowed for a generation, where nobody shall run out of time."""


def of_plan(place: World, plan: str, names: Iterable[str]) -> None:
    """Users of a plan, with credits enough."""
    for name in names:
        place.move(name, plan)
        place.grant(name, 100)


def sent_to(place: World) -> list[str]:
    """The owners of the tracks that the provider was sent, in their order."""
    owners = {key[0]: item["user_id"]["S"] for key, item in place.tracks.state.items.items()}
    return [owners[task.track_id] for task in place.cloud.provider.tasks.values()]


@pytest.mark.parametrize("count", [300, 2000])
def test_a_sent_track_costs_at_most_two_wakes_and_ten_read_units_however_many_wait(count: int) -> None:
    """`python -m tests.simulation.waiting` does the same with 20,000."""
    found = waited_for(count)
    assert found.waited == count - 15
    assert found.sent >= 150
    assert found.wakes <= found.sent / 5
    assert found.reads <= 5 * found.sent
    assert found.writes <= 8 * found.sent


def test_two_hundred_posts_a_second_are_all_taken_and_sent_and_no_window_is_too_full() -> None:
    found = flooded(posts=600)
    assert (found.posts, found.errors, found.sent) == (600, 0, 600)
    assert found.at_once > 0
    assert found.writes <= 20 * found.posts
    assert found.most <= 1000


@pytest.mark.parametrize("lag", [0.0, 0.4, 3.0])
@pytest.mark.parametrize("quota", [1, 2, 3, 20, 30])
def test_the_quota_is_never_exceeded_in_any_ten_seconds(quota: int, lag: float) -> None:
    chance = Random(f"{quota} {lag}")
    with crowded(lag, SUNO_REQUESTS_PER_10_SECONDS=str(quota), GENERATION_TIMEOUT_SECONDS=PATIENT) as place:
        of_plan(place, "premium", ("ann", "bob"))
        for number in range(12 * quota):
            user = chance.choice(("ann", "bob", f"cid-{number}", f"dee-{number}"))
            assert post(place, user, f"song {number}").status in (202, 429)
            later(place, chance.random() * 8 / quota)
        later(place, 120)
        moments = calls_at(place)
    assert most_in_window(moments) <= quota
    assert len(moments) > 3 * quota


@pytest.mark.parametrize(("quota", "lanes"), [(20, {"premium": 15, "standard": 5}), (2, {"premium": 1, "standard": 1}),
                                              (1, {"premium": 3, "standard": 1})])  # fmt: skip
def test_premium_goes_first_and_neither_lane_starves(quota: int, lanes: dict[str, int]) -> None:
    with crowded(SUNO_REQUESTS_PER_10_SECONDS=str(quota), GENERATION_TIMEOUT_SECONDS=PATIENT) as place:
        rich = [f"rich-{number}" for number in range(9 * quota)]
        of_plan(place, "premium", rich)
        for number, user in enumerate(rich):
            post(place, f"poor-{number}")
            post(place, user)
        began = len(place.cloud.provider.tasks)
        rounds = 8
        later(place, rounds * 11.5)
        sent = Counter(user.partition("-")[0] for user in sent_to(place)[began:])
    share = {"premium": sent["rich"], "standard": sent["poor"]}
    portions = sum(share.values()) / sum(lanes.values())
    assert portions >= 2
    for lane, part in lanes.items():
        assert abs(share[lane] - portions * part) <= sum(lanes.values()) / 4, share


def test_a_lane_whose_own_permits_are_used_up_leaves_the_others_alone() -> None:
    with crowded() as place:
        of_plan(place, "premium", ("rich",))
        for number in range(40):
            post(place, f"poor-{number}")
        later(place, 5)
        answers = [post(place, "rich", f"song {number}").body["status"] for number in range(6)]
    assert answers == ["processing"] * 5 + ["pending"]


def test_everybodys_first_comes_before_anybodys_second_from_wake_to_wake() -> None:
    with crowded(SUNO_REQUESTS_PER_10_SECONDS="4", GENERATION_TIMEOUT_SECONDS=PATIENT) as place:
        of_plan(place, "pro", ("ann", "bob", "cid"))
        for number in range(3):
            post(place, f"before-{number}")
        for user in ("ann", "bob", "cid"):
            for number in range(3):
                post(place, user, f"song {number}")
                later(place, 0.05)
        later(place, 15)
        post(place, "dee")
        later(place, 60)
        assert sent_to(place)[3:] == ["ann", "bob", "cid", "dee", *("ann", "bob", "cid") * 2]


@pytest.mark.parametrize("lag", [0.0, 0.4, 3.0])
def test_nobody_who_asks_later_is_sent_earlier(lag: float) -> None:
    with crowded(lag, SUNO_REQUESTS_PER_10_SECONDS="4", GENERATION_TIMEOUT_SECONDS=PATIENT) as place:
        users = [f"user-{number}" for number in range(60)]
        for number, user in enumerate(users):
            post(place, user)
            later(place, (0.3 if number % 20 < 10 else 6))
        later(place, 200)
        assert sent_to(place) == users


def test_nobody_overtakes_who_waits_while_the_stream_stands_still() -> None:
    """The door itself says that somebody waits: nothing that runs later is needed for it."""
    with crowded(SUNO_REQUESTS_PER_10_SECONDS="4") as place:
        statuses = [post(place, f"early-{number}").body["status"] for number in range(4)]
        place.cloud.clock.advance(12)  # by now all permits are free again
        assert statuses == ["processing"] * 3 + ["pending"]
        assert post(place, "late").body["status"] == "pending"
        later(place, 30)
        assert sent_to(place)[3:] == ["early-3", "late"]


@pytest.mark.parametrize("gap", [1.05, 1.6, 4.9])
def test_the_door_opens_again_when_a_crowd_has_gone_though_a_trickle_goes_on(gap: float) -> None:
    with crowded(GENERATION_TIMEOUT_SECONDS=PATIENT) as place:
        for number in range(40):
            post(place, f"crowd-{number}")
        answers = []
        for number in range(140):
            later(place, gap)
            answers.append(post(place, f"trickle-{number}").body["status"])
    assert answers[0] == "pending"
    assert answers[-20:] == ["processing"] * 20


@pytest.mark.parametrize(("seconds", "called"), [(0.9, True), (0.91, False)])
def test_a_post_whose_call_would_come_too_late_for_its_permit_is_put_off(seconds: float, *, called: bool) -> None:
    with crowded() as place:
        wire = place.cloud.wire
        wire.rivals[wire.total + 2] = lambda: place.cloud.clock.advance(seconds)  # while the post is written
        assert post(place, "ann").body["status"] == ("processing" if called else "pending")
        assert place.cloud.provider.submits.total() == called
        later(place, 15)
        assert list(place.cloud.provider.submits.values()) == [1]


@pytest.mark.parametrize(("seconds", "called"), [(0.9, True), (0.91, False)])
def test_a_pump_whose_call_would_come_too_late_for_its_permit_puts_it_off(seconds: float, *, called: bool) -> None:
    with crowded(SUNO_REQUESTS_PER_10_SECONDS="2") as place:
        for user in ("ann", "bob"):
            post(place, user)
        wire, before = place.cloud.wire, place.save()
        place.cloud.wire.calls.clear()
        later(place, 12)
        claim = wire.calls.index("provider.submit")
        place.load(before)
        wire.rivals[wire.total + claim] = lambda: place.cloud.clock.advance(seconds)
        later(place, 12)
        assert place.cloud.provider.submits.total() == 1 + called
        later(place, 25)
        assert list(place.cloud.provider.submits.values()) == [1, 1]
