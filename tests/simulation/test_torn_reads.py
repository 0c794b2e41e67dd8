"""A batch is no snapshot: a request that is granted while its twin is being read is not refused to the twin."""

from __future__ import annotations

import pytest

from tests.simulation.outside import Answer
from tests.simulation.staging import USER, world

SONG = {"prompt": "a song"}


@pytest.mark.parametrize("key", ["key-1", None], ids=["with a key", "without"])
def test_the_twin_of_a_request_that_took_the_last_slot_is_told_of_its_track(key: str | None) -> None:
    answers: list[Answer] = []
    with world() as place:
        place.cloud.wire.between = lambda: answers.append(place.post_track(USER, SONG, key))
        answers.append(place.post_track(USER, SONG, key))
        first, twin = answers
        assert (first.status, twin.status) == (202, 200)
        assert first.body["trackId"] == twin.body["trackId"]
        assert place.cloud.provider.submits.total() == 1


def test_another_request_is_still_refused() -> None:
    with world() as place:
        place.cloud.wire.between = lambda: place.post_track(USER, {"prompt": "another"}, "key-2")
        assert place.post_track(USER, SONG, "key-1").status == 429
        assert place.cloud.provider.submits.total() == 1
