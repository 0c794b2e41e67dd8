"""Merges in the simulation: two songs to begin with, and what must be true when nothing waits any more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from local.specs import QueueSource
from reprise.domain.states import Status
from reprise.domain.track import Track
from reprise.store.tracks import track_of
from tests.fakes.blueprint import plan
from tests.simulation.ending import all_tracks
from tests.simulation.polled import holders
from tests.simulation.staging import SONG, USER, world
from tests.simulation.states import outcome
from tests.simulation.world import World

QUEUE = "MergesQueue"
TRIES = 4
SONGS = [("charge", -10), ("charge", -10), ("grant", 30)]
JOINED, PAID_BACK = [*SONGS[:2], ("charge", -5), SONGS[2]], [*SONGS[:2], ("charge", -5), SONGS[2], ("refund", 5)]


def merges() -> QueueSource:
    """The queue of the worker."""
    return next(source for source in plan().queue_sources if source.queue == QUEUE)


@contextmanager
def with_songs() -> Iterator[tuple[World, list[str]]]:
    """A world with two songs that are stored, and their ids."""
    with world() as place:
        place.calls_back = lambda _task: True
        ids = [song(place, name) for name in "ab"]
        assert [track.stored for track in all_tracks(place)] == [True, True]
        yield place, ids


def song(place: World, name: str) -> str:
    """A song that is stored, by its id."""
    answer = place.post_track(USER, {**SONG, "title": name}, key=name)
    place.run_to_end()
    return str(answer.body["trackId"])


def begun(place: World, ids: list[str]) -> None:
    """A client that asks again with the same key while it is told 5xx."""
    for _ in range(TRIES):
        if place.post_merge(USER, ids, key="merge").ok:
            return
        place.cloud.clock.advance(1)


def all_of_it(place: World, ids: list[str]) -> None:
    """A merge from the request to its end."""
    begun(place, ids)
    place.run_to_end()


def merge_of(place: World) -> Track | None:
    """The merge, if it is there."""
    tracks = [track_of(item) for item in place.tracks.state.items.values()]
    return next((track for track in tracks if track.operation.made_here), None)


def key_of(track_id: str) -> str:
    """Where a track's first song is."""
    return f"{USER}/{track_id}/0/audio.mp3"


def sorted_ledger(left: dict[str, Any]) -> list[tuple[str, int]]:
    return sorted((kind, int(amount)) for kind, amount in left["ledger"])


def check_nothing_hangs(place: World) -> dict[str, Any]:
    """What is left; no slot, permit, message or object without a track."""
    left = outcome(place)
    assert (left["slots"], set(left["waiting"].values()), set(left["dead letters"].values())) == ([], {0}, {0})
    assert holders(place) == []
    alive = {track.track_id for track in all_tracks(place) if track.status is Status.COMPLETED}
    assert {key.split("/")[1] for key, _ in left["objects"]} <= alive
    return left


def check_joined(place: World, ids: list[str]) -> None:
    """There is one song of both, and it cost half a credit."""
    left, track = check_nothing_hangs(place), merge_of(place)
    assert track
    assert (track.status, track.attempts, track.stored) == (Status.COMPLETED, 1, True)
    bodies = dict(left["objects"])
    assert bodies[key_of(track.track_id)] == "".join(bodies[key_of(track_id)] for track_id in ids)
    assert sorted_ledger(left) == sorted(JOINED)
