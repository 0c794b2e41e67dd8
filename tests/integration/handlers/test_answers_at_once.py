"""Words, voices, searches, styles and what providers can do: what is answered at once, and free."""

from __future__ import annotations

from typing import Any

import pytest

from reprise.domain.accounts import Plan
from tests.integration.handlers.posting import LIMITS, USER, post, problem, rich
from tests.integration.handlers.provider import Told
from tests.integration.handlers.versions import SOURCE, finished_song, work
from tests.integration.handlers.world import World

ALIGNED = [
    {"word": "Made", "startS": 0.5, "endS": 0.75, "success": True},
    {"word": " up\n", "startS": 0.75, "endS": 1.5},
]
ANSWERS: dict[str, dict[str, Any]] = {"words": {"alignedWords": ALIGNED}, "persona": {"personaId": "voice-1"}}
BUSY = Told({"code": 430, "msg": "Your call frequency is too high", "data": None})


def ready(world: World, *operations: str) -> None:
    """A finished song of a user who may ask often, and a provider that has these answers."""
    rich(world)
    finished_song(world)
    world.provider.answers += [Told({"code": 200, "msg": "ok", "data": ANSWERS[one]}) for one in operations]


def free(world: World) -> None:
    """Nothing was charged, and no slot or day taken; the minute counts."""
    profile = world.profile(USER)
    assert (profile.balance, profile.minute_count, profile.day_count, profile.running) == (100, 1, 0, frozenset())
    assert world.ledger(USER) == []


def test_words_come_with_their_moments(world: World) -> None:
    ready(world, "words")
    status, body, headers = work(world, "words", variantIndex=1)
    assert (status, set(LIMITS) <= set(headers)) == (200, True)
    assert body == {"words": [{"text": "Made", "start": 0.5, "end": 0.75}, {"text": "up", "start": 0.75, "end": 1.5}]}
    (sent,) = world.provider.creates
    assert (sent["taskId"], sent["audioId"]) == ("task-1", "id-b")
    free(world)
    status, again, headers = work(world, "words", variantIndex=1)
    assert (status, again, headers["idempotency-replayed"]) == (200, body, "true")
    assert len(world.provider.creates) == 1


def test_a_voice_is_made_once(world: World) -> None:
    ready(world, "persona")
    status, body, headers = work(world, "persona")
    assert (status, body, set(LIMITS) <= set(headers)) == (201, {"personaId": "voice-1"}, True)
    free(world)
    status, again, headers = work(world, "persona")
    assert (status, again, headers["idempotency-replayed"]) == (200, body, "true")
    assert problem(work(world, "persona", name="Somebody")) == (422, "idempotency_mismatch")
    assert len(world.provider.creates) == 1


@pytest.mark.parametrize("operation", ["words", "persona"])
def test_a_provider_that_has_no_time_now_is_no_reason_to_wait(world: World, operation: str) -> None:
    ready(world)
    world.provider.answers.append(BUSY)
    assert problem(work(world, operation)) == (503, "provider_unavailable")
    free(world)
    (task,) = (row for row in world.rows("TracksTable") if row["track_id"] != SOURCE)
    assert (task["status"], "due_at" in task) == ("failed", False)
    again = work(world, operation)
    assert (problem(again), again[2]["idempotency-replayed"]) == ((503, "provider_unavailable"), "true")
    assert len(world.provider.creates) == 1


@pytest.mark.parametrize("operation", ["words", "persona"])
def test_an_answer_that_is_lost_or_says_nothing_is_the_end(world: World, operation: str) -> None:
    ready(world)
    world.provider.answers.append(Told("no JSON"))
    assert problem(work(world, operation)) == (504, "timeout")
    free(world)


def test_where_there_is_no_permit_nothing_is_made(world: World) -> None:
    world.configure(SUNO_REQUESTS_PER_10_SECONDS="1")
    ready(world, "words")
    rich(world, Plan.PREMIUM)
    assert post(world, key="song")[0] == 202
    world.provider.answers.clear()
    assert problem(work(world, "words")) == (503, "provider_unavailable")
    assert len(world.rows("TracksTable")) == 2


@pytest.mark.parametrize("count", [0, 1, 11])
def test_two_to_ten_versions_are_joined(world: World, count: int) -> None:
    ready(world)
    sources = [{"trackId": SOURCE, "variantIndex": 0}] * count
    answer = world.http("generate.post_merge", USER, body={"sources": sources})
    assert (problem(answer), [error["field"] for error in answer[1]["errors"]]) == ((400, "invalid_input"), ["sources"])
    assert world.provider.creates == []


def boost(world: World, style: str = "pop") -> tuple[int, Any, dict[str, str]]:
    return world.http("generate.post_boost", USER, body={"style": style})


def test_a_style_is_made_fuller_for_a_call_of_the_minute(world: World) -> None:
    rich(world)
    world.provider.answers.append(Told({"code": 200, "data": {"result": "pop, bright", "successFlag": "1"}}))
    status, body, headers = boost(world)
    assert (status, body, set(LIMITS) <= set(headers)) == (200, {"style": "pop, bright"}, True)
    free(world)
    world.provider.answers.append(BUSY)
    assert problem(boost(world)) == (503, "provider_unavailable")
    rich(world, minute_count=10)
    assert problem(boost(world)) == (429, "rate_limited")
    assert len(world.provider.creates) == 2


def test_what_providers_can_do_everybody_may_know_and_what_is_left_there_only_admins(world: World) -> None:
    (row,) = world.http("generate.get_providers", USER)[1]["items"]
    assert (row["provider"], row["stemSeparation"], row["voicePersonas"]) == ("suno", True, True)
    assert problem(world.http("generate.get_provider_credits", USER)) == (403, "forbidden")
    world.provider.record_answers += [Told({"code": 200, "msg": "ok", "data": 77}), Told("gone", status=500)]
    for left in (77, None):
        _, body, _ = world.http("generate.get_provider_credits", USER, admin=True)
        assert body["items"] == [{"provider": "suno", "account": "main", "remaining": left}]
