"""A provider that says one byte now and then, without end: nobody waits longer than promised."""

from __future__ import annotations

import pytest

from reprise.domain.accounts import Plan, Profile
from reprise.providers.suno import client
from tests.integration.handlers.aging import aged, begin
from tests.integration.handlers.posting import post, rich
from tests.integration.handlers.provider import Told
from tests.integration.handlers.world import World, sample
from tests.unit.domain import make

TASK = {"code": 200, "msg": "success", "data": {"taskId": "task-1"}}


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "CREATE_SECONDS", 0.3)
    monkeypatch.setattr(client, "ASK_SECONDS", 0.3)


def test_a_create_call_ends_at_its_deadline(world: World) -> None:
    rich(world)
    world.provider.answers.append(Told(TASK, pause=0.05))
    status, body, _ = post(world)
    assert (status, body["status"]) == (202, "pending")
    assert len(world.provider.creates) == 1


def test_a_sweep_gets_through_all_that_is_overdue(world: World) -> None:
    tracks = [aged(make.accepted(), 601, track_id=f"{number:032x}") for number in range(40)]
    world.keep(*tracks)
    world.open(Profile("user-1", Plan.PRO, 50, running=frozenset(track.track_id for track in tracks), rev=1))
    world.provider.dribbles = Told(TASK, pause=0.05)
    assert world.invoke("sweep", sample("sweep.minute")) == {"seen": 40}
    assert {row["failure"] for row in world.rows("TracksTable")} == {"timeout"}
    assert len(world.provider.asked) == 40


def test_a_user_who_asks_is_answered(world: World) -> None:
    begin(world, aged(make.accepted(), 10))
    world.provider.dribbles = Told(TASK, pause=0.05)
    status, body, _ = world.http("sync.post_sync", "user-1", body="")
    assert (status, body["syncedCount"], len(body["generations"])) == (200, 0, 1)
