"""We are a provider like the others to those who send, and nobody to those outside."""

from __future__ import annotations

from typing import Any

import pytest

from reprise.domain.errors import InvalidInput, UnsupportedFeature
from reprise.domain.events import Accepted
from reprise.domain.operations import EXTEND, MERGE, OPERATIONS, TRACK
from reprise.domain.requests import Merge
from reprise.providers import pool
from reprise.providers.inhouse import MADE_HERE, InHouse
from reprise.providers.provider import Order, Pool, Unanswered, Unproven
from reprise.providers.suno import settings as suno

pytestmark = pytest.mark.unit

OURS = InHouse()
QUOTA = pool.QuotaSettings(20)
ASKED = {"suno_base_url": "https://a.example", "suno_api_key": "k", "suno_dialect": "sunoapi"}
POOLS = {
    "send": pool.to_send(pool.SendingSettings(suno_requests_per_10_seconds=20, **ASKED)),
    "ask": pool.to_ask(pool.AskingSettings(**ASKED)),
    "follow": pool.to_follow(QUOTA),
    "check": pool.to_check(pool.CheckingSettings(20, "sunoapi")),
    "sweep": pool.to_sweep(pool.SweepingSettings(suno_cdn_template="", suno_requests_per_10_seconds=20, **ASKED)),
}


def test_what_is_made_here_is_made_by_nobody_else() -> None:
    assert {"merge"} == MADE_HERE
    others = [one.operations for one in POOLS["send"].providers.values() if one.name != OURS.name]
    assert [MADE_HERE & each for each in others] == [frozenset()] * len(others)
    assert set().union(MADE_HERE, *others) <= set(OPERATIONS)


@pytest.mark.parametrize("providers", POOLS.values(), ids=POOLS)
def test_whoever_can_do_it_is_ourselves(providers: Pool) -> None:
    assert providers.able(None, MERGE).name == providers.wished(None, MERGE).name == OURS.name
    assert providers.able(None, TRACK).name == pool.DEFAULT
    assert providers.account_of("reprise:merge#0") == OURS.account


@pytest.mark.parametrize("providers", POOLS.values(), ids=POOLS)
def test_nobody_can_wish_for_us_but_it_is_said_what_we_cannot_do(providers: Pool) -> None:
    with pytest.raises(InvalidInput):
        providers.wished(OURS.name, TRACK)
    with pytest.raises(UnsupportedFeature):
        providers.able(OURS.name, EXTEND)


def test_nobody_calls_back_in_our_name() -> None:
    settings: Any = suno.ReceivingSettings(lambda: "", "body")
    assert pool.to_receive(settings, lambda read: read).get(OURS.name) is None
    assert OURS.read("{}") is None
    nothing: Any = None
    with pytest.raises(Unproven):
        OURS.verify(None, nothing, nothing)


def test_a_task_is_taken_under_its_tracks_id() -> None:
    order = Order(MERGE, Merge(), (), "track-1", 3, "https://api.example")
    assert OURS.submit(order) == Accepted(3, "track-1")
    assert OURS.ask("track-1", MERGE) is None


def test_users_are_told_nothing_of_us() -> None:
    assert (OURS.features, OURS.name in pool.NAMES) == (None, False)
    for asked in (lambda: OURS.boost("calm"), OURS.remaining):
        with pytest.raises(Unanswered):
            asked()
