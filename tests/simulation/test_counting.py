"""After a load with every kind of trouble the metrics say what a recount of all commits says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest

from reprise.domain.histogram import bounds_of, bucket_of
from tests.fakes.blueprint import name_of
from tests.fakes.units import size_of
from tests.fakes.wire import Disturbance, When
from tests.simulation import events
from tests.simulation.counting import Recount, Stream, recount
from tests.simulation.counting import nearest as exact
from tests.simulation.ending import finish
from tests.simulation.staging import world
from tests.simulation.story import STAGES, USERS, Story
from tests.simulation.world import World

ADMIN = "ada"
TRACKS_MADE = 300
METRICS = name_of("MetricsTable")


@dataclass(frozen=True, slots=True)
class Load:
    """A load that is over: what was counted, and what there was to count."""

    place: World
    stream: Stream
    shown: dict[str, Any]
    recount: Recount


@pytest.fixture(scope="module", params=[1, 2], ids="seed {}".format)
def load(request: pytest.FixtureRequest) -> Iterator[Load]:
    with world() as place:
        stream, draw = Stream(place), Random(request.param)
        place.cloud.dynamodb.watchers.append(stream.see)
        _live(Story(place, request.param, rate=0.05), draw)
        place.chaos = lambda _function: Disturbance(1, draw.choice(list(When))) if draw.random() < 0.2 else None
        place.again = lambda _function: draw.random() < 0.2
        stream.hand_over(draw)
        place.chaos, place.again = lambda _function: None, lambda _function: False
        yield Load(place, stream, _shown(place), recount(stream))


def _live(story: Story, draw: Random, tracks: int = TRACKS_MADE) -> None:
    """Hundreds of tracks of all sorts: songs, words, extensions; lost, late and foreign callbacks; deletions."""
    for user in range(len(USERS)):
        story.account(user, 2, 500)
    while story.made < tracks:
        user = draw.randrange(len(USERS))
        story.burst(user, 1 + draw.randrange(6), draw.choice(("suno", "suno", "scripted")))
        story.lyrics(user)
        story.extend(user, draw.randrange(32))
        for _ in range(4):
            story.callback(draw.randrange(8), draw.randrange(len(STAGES)))
        if draw.random() < 0.4:
            story.delete(draw.randrange(30))
        story.wait(draw.choice((0.5, 5.0, 40.0, 100.0)))
    finish(story.world)


def _shown(place: World, hours: str = "168") -> dict[str, Any]:
    answer = place.http("measure", events.request("GET /v1/metrics", user=ADMIN, query={"hours": hours}))
    assert answer.status == 200
    return dict(answer.body)


def test_the_load_has_had_every_kind_of_end(load: Load) -> None:
    assert load.recount.stages["started"] >= TRACKS_MADE
    assert {"cancelled", "timeout"} < set(load.recount.codes)
    assert min(load.recount.stages.values()) > TRACKS_MADE / 20


def test_stages_codes_and_providers_are_counted_exactly(load: Load) -> None:
    assert load.shown["stages"] == dict(load.recount.stages)
    assert load.shown["codes"] == dict(load.recount.codes)
    by_provider = {
        (name, stage): count for name, one in load.shown["providers"].items() for stage, count in one["stages"].items()
    }
    assert by_provider == {key: load.recount.by_provider[key] for key in by_provider}
    assert load.recount.by_provider.keys() <= by_provider.keys()


def test_credits_are_those_of_the_ledger(load: Load) -> None:
    rows = load.place.cloud.dynamodb.tables[name_of("AccountsTable")].state.items.values()
    moved = {"charge": 0, "refund": 0}
    for row in rows:
        kind = row.get("type", {}).get("S")
        moved |= {kind: moved[kind] + abs(int(row["amount"]["N"]))} if kind in moved else {}
    assert (load.shown["creditsCharged"] * 10, load.shown["creditsRefunded"] * 10) == pytest.approx(
        (moved["charge"], moved["refund"])
    )
    assert moved["refund"] > 0


def test_shares_are_those_of_what_has_ended(load: Load) -> None:
    stages = load.recount.stages
    ended = stages["completed"] + stages["failed"]
    assert load.shown["successRate"] == pytest.approx(stages["completed"] / ended, abs=1e-4)
    assert load.shown["errorRate"] == pytest.approx(stages["failed"] / ended, abs=1e-4)


@pytest.mark.parametrize("share", [0.5, 0.95])
@pytest.mark.parametrize("name", ["ttfp", "ttfc", "startedToText", "textToFirst", "firstToCompleted"])
def test_percentiles_are_right_to_within_their_bucket(load: Load, name: str, share: float) -> None:
    shown = {**load.shown["betweenStages"], **load.shown}[name]
    seconds = load.recount.seconds[name]
    assert shown["count"] == len(seconds) > TRACKS_MADE / 10
    low, high = bounds_of(bucket_of(exact(seconds, share)))
    assert low - 0.01 <= shown[f"p{share * 100:.0f}"] <= high + 0.01


def test_all_of_it_handed_over_again_changes_nothing(load: Load) -> None:
    load.stream.hand_over(Random(3))
    assert _shown(load.place)["stages"] == load.shown["stages"]


def test_nothing_is_stuck_after_the_end(load: Load) -> None:
    assert load.shown["stuck"] == 0


def test_an_hour_of_a_shard_is_an_item_of_three_kilobytes_at_most(load: Load) -> None:
    items = load.place.cloud.dynamodb.tables[METRICS].state.items
    assert max(map(size_of, items.values())) <= 3 * 1024


def test_a_batch_is_one_write_for_each_hour_in_it() -> None:
    with world() as place:
        stream = Stream(place)
        place.cloud.dynamodb.watchers.append(stream.see)
        _live(Story(place, 1, rate=0), Random(1), tracks=20)
        (first, *_) = stream.shards.values()
        before = len(place.cloud.wire.calls)
        place.handle("measure", {"Records": first, "shardId": "a shard", "state": {}})
        hours = {item["sk"]["S"] for item in place.cloud.dynamodb.tables[METRICS].state.items.values()}
        assert place.cloud.wire.calls[before:] == ["dynamodb.UpdateItem"] * len(hours)
        assert len(first) > 10 * len(hours)
