"""What failed and was paid back does not use up the day."""

from __future__ import annotations

from datetime import timedelta

from tests.fakes.blueprint import name_of
from tests.simulation import events
from tests.simulation.staging import world
from tests.simulation.world import World

USER = "someone"


def today(place: World) -> tuple[int, float]:
    """What `GET /v1/credits` says of today."""
    body = place.http("account", events.request("GET /v1/credits", user=USER)).body
    return body["generationsToday"], body["usedToday"]


def failed_after(place: World, wait: timedelta) -> None:
    """A song that its provider gives up on after so long."""
    assert place.post_track(USER, {"prompt": "rain"}, key=f"{place.cloud.clock.now}").ok
    place.work()
    place.cloud.clock.advance(wait.total_seconds())
    task = list(place.cloud.provider.tasks.values())[-1]
    place.deliver(task, "error", 400)
    place.work()


def test_a_refunded_failure_gives_the_days_generation_back() -> None:
    with world() as place:
        place.grant(USER, 10)
        for _ in range(12):  # more than a free user has in a day
            failed_after(place, timedelta(minutes=1))
        assert today(place) == (0, 0)


def test_a_failure_of_yesterday_gives_nothing_back_today() -> None:
    with world() as place:
        place.grant(USER, 10)
        now = place.cloud.clock.now
        place.cloud.clock.reach(now.replace(hour=23, minute=58, second=0) + timedelta(days=1))
        failed_after(place, timedelta(minutes=4))
        assert today(place) == (0, 0)
        assert place.post_track(USER, {"prompt": "snow"}, key="snow").ok
        assert today(place) == (1, 1)


def test_an_account_that_counts_another_day_is_paid_back_all_the_same() -> None:
    """Two clocks do not agree on midnight: the account has been put back to a day that is over."""
    with world() as place:
        place.grant(USER, 10)
        assert place.post_track(USER, {"prompt": "rain"}, key="rain").ok
        place.work()
        accounts = place.cloud.dynamodb.tables[name_of("AccountsTable")].state.items
        key = next(key for key, item in accounts.items() if item["sk"]["S"] == "profile")
        accounts[key] = {**accounts[key], "day": {"S": "2026-01-01T00:00:00Z"}}
        place.deliver(next(iter(place.cloud.provider.tasks.values())), "error", 400)
        assert place.http("account", events.request("GET /v1/credits", user=USER)).body["remaining"] == 13
