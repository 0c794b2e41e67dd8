"""A merge whose worker dies, is doubled or is overtaken at any call: one song, or exact money back and nothing left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from local.specs import QueueSource
from reprise.domain.gates import Account, AtOnce
from reprise.domain.jobs import MergeJob
from reprise.domain.states import Status
from reprise.domain.track import Track
from reprise.providers.inhouse import InHouse
from reprise.store.queues import Queue
from reprise.store.tracks import track_of
from tests.fakes.blueprint import plan
from tests.fakes.wire import Disturbance, When
from tests.simulation.ending import all_tracks
from tests.simulation.polled import holders
from tests.simulation.staging import SONG, USER, world
from tests.simulation.states import outcome
from tests.simulation.world import URLS, World

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


@pytest.mark.parametrize("when", When)
def test_a_crash_at_any_call_loses_nothing_and_makes_one_song(when: When) -> None:
    """Unlike of a provider, it is known of ourselves that what is claimed may be made, and made again."""
    with with_songs() as (place, ids):
        before = place.cloud.wire.total
        all_of_it(place, ids)
        check_joined(place, ids)
        names = place.cloud.wire.calls[before:]
    assert {"s3.GetObject", "s3.PutObject", "s3.HeadObject"} <= set(names)
    for number in range(1, len(names) + 1):
        with with_songs() as (place, ids):
            place.cloud.wire.disturb(Disturbance(number, when))
            all_of_it(place, ids)
            check_joined(place, ids)


def test_doubled_messages_and_changes_make_one_song() -> None:
    with with_songs() as (place, ids):
        turns = count()
        place.again = lambda _function: next(turns) % 2 == 0
        all_of_it(place, ids)
        check_joined(place, ids)


def test_who_finds_no_permit_waits_in_line_for_one() -> None:
    with with_songs() as (place, ids):
        one = InHouse(account=Account("reprise:merge", AtOnce(1)))
        place.cloud.pool.providers[one.name] = one  # type: ignore[index]
        place.move(USER, "premium")
        place.grant(USER, 5)
        answers = [place.post_merge(USER, ids[:: 1 - 2 * turn], key=str(turn)) for turn in range(2)]
        assert [answer.body["status"] for answer in answers] == ["processing", "pending"]
        place.run_to_end()
        bodies = dict(check_nothing_hangs(place)["objects"])
        songs = [bodies[key_of(track_id)] for track_id in ids]
        merged = [bodies[key_of(answer.body["trackId"])] for answer in answers]
        assert merged == ["".join(songs), "".join(reversed(songs))]


def worked(place: World, ids: list[str]) -> Track:
    """A merge that waits for its worker."""
    begun(place, ids)
    place.follow()
    track = merge_of(place)
    assert track
    return track


def delete_it(place: World, _ids: list[str]) -> None:
    track = merge_of(place)
    if track:
        place.delete(USER, track.track_id)
        place.follow()


def delete_source(place: World, ids: list[str]) -> None:
    place.delete(USER, ids[1])
    place.follow()


def run_out_of_time(place: World, _ids: list[str]) -> None:
    place.cloud.clock.advance(timedelta(minutes=13).total_seconds())
    place.sweep()


def work_twice(place: World, _ids: list[str]) -> None:
    """Another worker has the same job, and is quicker."""
    if track := merge_of(place):
        job = MergeJob(USER, track.track_id, track.attempts)
        Queue(place.cloud.sqs, URLS[QUEUE]).send(job)  # type: ignore[arg-type]
        place.serve(merges())


RIVALS: dict[str, Callable[[World, list[str]], None]] = {
    "deletion": delete_it,
    "deletion of a source": delete_source,
    "deadline": run_out_of_time,
    "another worker": work_twice,
}


def overtaken(rival: str, call: int, crash: Disturbance | None) -> bool:
    """Whether a worker came as far as this call, where a rival was quicker; it perhaps died later. All is checked."""
    with with_songs() as (place, ids):
        worked(place, ids)
        wire, met = place.cloud.wire, list[int]()

        def overtake() -> None:
            met.append(call)
            RIVALS[rival](place, ids)
            wire.disturb(crash)

        wire.rivals[wire.total + call] = overtake
        place.serve(merges())
        wire.disturb(None)
        wire.rivals.clear()
        place.run_to_end()
        left = check_nothing_hangs(place)
        assert sorted_ledger(left) in (sorted(JOINED), sorted(PAID_BACK)), (rival, call, crash)
        track = merge_of(place)
        is_heard = track is not None and track.status is Status.COMPLETED
        if track:
            assert (sorted_ledger(left) == sorted(JOINED)) is is_heard
        return bool(met)


@pytest.mark.parametrize("rival", RIVALS)
def test_whoever_overtakes_the_worker_wherever_nothing_is_left_over(rival: str) -> None:
    for call in count(1):
        crashes = [None, *(Disturbance(number, when) for number in range(1, 4) for when in When)]
        reached = [overtaken(rival, call, crash) for crash in crashes]
        if not any(reached):
            assert call > 4
            return
