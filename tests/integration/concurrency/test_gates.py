"""Doors and pumps at once, on a real DynamoDB: nobody is refused, nothing is sent twice, and the quota holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from itertools import islice
from random import Random
from typing import Any

import pytest

from reprise.domain.jobs import WakeJob
from reprise.domain.states import Submission
from reprise.store.tracks import track_of
from tests.fakes.blueprint import name_of
from tests.fakes.provider import Fate, Script
from tests.integration.concurrency.house import House
from tests.integration.concurrency.together import at_once
from tests.simulation.waiting import most_in_window

pytestmark = [pytest.mark.xdist_group("concurrency"), pytest.mark.timeout(240)]
WORKERS = 10
QUOTA = 20
GATE = "suno:main#0"


def silent(house: House, quota: int) -> House:
    """The same tables with this quota; the provider takes everything and says nothing."""
    made = House(house.client, quota)
    made.cloud.provider.script = lambda _track, _attempt: Script(fate=Fate.SILENCE)
    return made


def submissions(house: House) -> Counter[str]:
    """Where the attempts of all tracks stand."""
    pages = house.client.get_paginator("scan").paginate(TableName=name_of("TracksTable"), ConsistentRead=True)
    return Counter(track_of(item).submission for page in pages for item in page["Items"])


def most(house: House) -> int:
    """The fullest ten seconds that the provider saw."""
    return most_in_window(sorted(task.began_at for task in house.cloud.provider.tasks.values()))


@pytest.mark.parametrize("quota", [QUOTA, 50 * QUOTA])
def test_hundreds_of_posts_at_once_are_sent_or_queued_and_none_is_an_error(house: House, quota: int) -> None:
    house = silent(house, quota)
    at_once([partial(house.post, f"user-{number}", None) for number in range(300)])
    found = submissions(house)
    sent = house.cloud.provider.submits.total()
    assert found == Counter({Submission.ACCEPTED: sent, Submission.QUEUED: 300 - sent})
    # Standard has its own quarter and what is shared. Many meet at the only gate, and those who lose are queued.
    assert 0 < sent <= quota * 3 / 4


def test_ten_pumps_and_the_door_together_send_everything_once_and_never_too_much(house: House) -> None:
    house, chance = silent(house, QUOTA), Random(20)
    posts = iter(range(120))
    for _ in range(140):
        acts: list[Callable[[], Any]] = [partial(house.pump.wake, WakeJob(GATE))] * WORKERS
        acts += [partial(house.post, f"user-{number}", None) for number in islice(posts, 4)]
        at_once(chance.sample(acts, len(acts)))
        house.cloud.clock.advance(0.7)
    assert submissions(house) == Counter({Submission.ACCEPTED: 120})
    assert (house.cloud.provider.submits.total(), most(house) <= QUOTA) == (120, True)
