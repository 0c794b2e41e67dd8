"""Merges that are doubled, fail or are deleted: one song or exact money back, and nothing left behind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reprise.domain.events import DeadlinePassed
from reprise.domain.lifecycle import apply
from reprise.domain.track import Track
from reprise.edge.clock import utc_now
from reprise.providers.assets.joining import Joined, join
from tests.integration.handlers import merging
from tests.integration.handlers.deleting import delete
from tests.integration.handlers.merging import QUEUE, A, B, job_of, key_of, keys, shown, started, work
from tests.integration.handlers.posting import USER
from tests.integration.handlers.tasks import kept
from tests.integration.handlers.world import World, message


@pytest.fixture(autouse=True)
def _songs(world: World) -> Iterator[None]:
    yield from merging.with_songs(world)


def broken(*_: object) -> Joined:
    raise OSError("the disk is full")


def test_the_same_job_again_or_twice_at_once_is_the_same_song(world: World) -> None:
    track = started(world)
    assert work(world, track) == 0
    done = kept(world, track.track_id)
    assert work(world, track, receives=2) == 0
    world.keep(track)
    assert work(world, track) == 0
    again = kept(world, track.track_id)
    assert again.versions == done.versions
    assert keys(world) == {key_of(A), key_of(B), key_of(track.track_id)}
    assert world.ledger(USER) == [-5]


def test_a_source_that_is_deleted_meanwhile_pays_back(world: World) -> None:
    track = started(world)
    world.surroundings.s3.delete_object(Bucket=world.plan.buckets[0], Key=key_of(B))
    assert work(world, track) == 0
    failed(world, track, "merge_source_gone")


def test_a_source_that_is_no_song_pays_back(world: World) -> None:
    track = started(world)
    merging.put(world, key_of(B), b"ID3 and nothing that could be heard" * 100)
    assert work(world, track) == 0
    failed(world, track, "merge_source_unusable")


def test_what_would_be_too_large_pays_back(world: World) -> None:
    world.configure(MAX_LARGE_ASSET_BYTES="20000")
    track = started(world, *(A, B) * 5)
    assert work(world, track) == 0
    failed(world, track, "merge_too_large")


def test_what_takes_too_long_pays_back(world: World) -> None:
    track = started(world)
    assert work(world, track, seconds_left=30) == 0
    failed(world, track, "merge_timeout")


def failed(world: World, track: Track, code: str) -> None:
    """It failed for good, with a sentence, is paid back exactly, and nothing is left of it."""
    view = shown(world, track.track_id)
    assert (view["status"], view["error"]["code"], view["creditsRefunded"]) == ("failed", code, 0.5)
    assert len(view["error"]["message"]) > len(code)
    assert (world.ledger(USER), world.profile(USER).balance, world.profile(USER).running) == ([-5, 5], 100, frozenset())
    assert key_of(track.track_id) not in keys(world)


def test_a_fault_of_ours_makes_the_job_come_again_soon(world: World) -> None:
    track = started(world)
    merging.follow(world, None, track)
    url = world.queue_url(QUEUE)
    (received,) = world.surroundings.sqs.receive_message(QueueUrl=url)["Messages"]
    event = message(job_of(track), "merge.merges")
    event["Records"][0]["receiptHandle"] = received["ReceiptHandle"]
    world.surround(join=broken)
    assert len(world.invoke("merge", event, 300)["batchItemFailures"]) == 1
    assert kept(world, track.track_id) == track
    world.surround(join=None)
    assert work(world, track, receives=2) == 0
    assert shown(world, track.track_id)["stored"]


def test_what_was_deleted_meanwhile_ends_at_once_and_nothing_is_joined(world: World) -> None:
    track = started(world)
    world.surround(join=broken)
    assert delete(world, track.track_id) == (204, "0.5")
    assert world.profile(USER).running == {track.track_id}
    assert work(world, track) == 0
    assert (world.track(track.track_id), world.profile(USER).running) == (None, frozenset())
    assert (keys(world), world.ledger(USER)) == ({key_of(A), key_of(B)}, [-5, 5])


def test_nothing_stays_of_what_was_deleted_or_ran_out_of_time_while_it_was_joined(world: World) -> None:
    track = started(world)

    def slow(*given: object) -> object:
        decision = apply(track, DeadlinePassed(), utc_now())
        world.functions["library"].parts().library.tracks.commit(track, decision)
        return join(*given)  # type: ignore[arg-type]

    world.surround(join=slow)
    assert work(world, track) == 0
    failed(world, track, "timeout")


@pytest.mark.parametrize("is_gone", [False, True])
def test_what_a_try_that_died_has_left_goes_with_the_next_one(world: World, *, is_gone: bool) -> None:
    track = started(world)
    merging.put(world, key_of(track.track_id), b"a song")
    if is_gone:
        delete(world, track.track_id)
        work(world, track)
    else:
        world.keep(apply(track, DeadlinePassed(), utc_now()).track)
    assert work(world, track, receives=2) == 0
    assert keys(world) == {key_of(A), key_of(B)}
