"""What the provider's answer makes of a new generation: refused, queued, unknown; and what it costs then."""

from __future__ import annotations

import pytest

from reprise.domain.accounts import Plan
from reprise.domain.states import Submission
from tests.integration.handlers.posting import USER, post, problem, rich
from tests.integration.handlers.provider import Told
from tests.integration.handlers.world import World


@pytest.mark.parametrize(
    "told",
    [Told({"code": 429, "msg": "Insufficient credits", "data": None}), Told({"code": 429, "msg": ""}),
     Told({"code": 401, "msg": "no"}), Told("", 401), Told({"msg": "pay"}, 402)],
)  # fmt: skip
def test_a_provider_that_refuses_our_account_costs_nothing(world: World, told: Told) -> None:
    rich(world)
    world.provider.answers.append(told)
    assert problem(post(world)) == (503, "provider_unavailable")
    (row,) = world.rows("TracksTable")
    track = world.track(row["track_id"])
    assert track is not None
    assert (track.status, track.failure, track.refunded) == ("failed", "provider_unavailable", 10)
    profile = world.profile(USER)
    assert (profile.balance, profile.running, world.ledger(USER)) == (100, frozenset(), [-10, 10])


def test_the_operator_is_alarmed_once_for_each_refused_track_not_for_its_replays(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    rich(world)
    world.provider.answers.append(Told({"code": 402, "msg": "pay"}))
    assert [problem(post(world)) for _ in range(3)] == [(503, "provider_unavailable")] * 3
    assert [one.message for one in caplog.records].count("provider_stopped") == 1


@pytest.mark.parametrize(
    ("told", "failure"),
    [(Told({"code": 400, "msg": "Tags contained artist name"}), "artist_reference"),
     (Told({"code": 413, "msg": "no"}), "too_long"), (Told("<html>", 404), "adjust_parameters")],
)  # fmt: skip
def test_a_request_that_the_provider_refuses_costs_nothing(world: World, told: Told, failure: str) -> None:
    rich(world)
    world.provider.answers.append(told)
    assert problem(post(world)) == (502, "provider_error")
    assert [row["failure"] for row in world.rows("TracksTable")] == [failure]
    assert world.ledger(USER) == [-10, 10]
    assert problem(post(world)) == (502, "provider_error")
    assert len(world.provider.creates) == 1


@pytest.mark.parametrize(
    "told",
    [Told({"code": 430, "msg": "call frequency"}), Told({"code": 405, "msg": "rate"}),
     Told({"code": 455, "msg": "maintenance"}),
     Told({"code": 500, "msg": "Server error"}), Told("<html>", 503),
     Told({"code": 429, "msg": "too many requests"}, 429)],
)  # fmt: skip
def test_a_provider_that_is_busy_finds_it_queued(world: World, told: Told) -> None:
    rich(world)
    world.provider.answers.append(told)
    status, body, _ = post(world)
    assert (status, body["status"], body["taskId"], body["creditsCharged"]) == (202, "pending", None, 1)
    track = world.track(body["trackId"])
    assert track
    assert (track.submission, track.deferrals, track.closed_attempt) == (Submission.QUEUED, 1, 0)
    assert track.submit_at
    assert track.submit_at > track.created_at
    assert post(world)[1] == body | {"message": "Already processed"}
    assert world.ledger(USER) == [-10]


@pytest.mark.parametrize("told", [Told("", 200), Told({"code": 200, "msg": "success", "data": None}), Told("nonsense")])
def test_an_answer_that_says_nothing_is_not_asked_for_twice(world: World, told: Told) -> None:
    world.provider.answers.append(told)
    status, body, _ = post(world)
    assert (status, body["status"], body["taskId"]) == (202, "pending", None)
    track = world.track(body["trackId"])
    assert track
    assert (track.submission, track.attempts) == (Submission.SENDING, 1)
    post(world)
    assert len(world.provider.creates) == 1


def test_a_full_quota_queues_before_the_provider_is_asked(world: World) -> None:
    rich(world, Plan.PREMIUM)
    answers = []
    for number, plan in enumerate([Plan.PREMIUM] * 16 + [Plan.PRO] * 6):
        rich(world, plan)
        answers += [post(world, key=f"key-{number}")[1]["status"]]
    # A quarter of twenty is premium's own, a quarter standard's own, and what is shared went to who came first.
    assert answers == ["processing"] * 15 + ["pending"] + ["processing"] * 5 + ["pending"]
    assert len(world.provider.creates) == 20
