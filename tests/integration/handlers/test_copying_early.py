"""Audio that is copied before the end, where `COPY_FROM_FIRST` says so; and what becomes of it when there is no end."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from reprise.domain.states import Status
from reprise.domain.track import Track
from reprise.domain.versions import Asset, Version
from reprise.edge.clock import utc_now
from tests.integration.assets import stand
from tests.integration.assets.scripted import ok, scripted
from tests.integration.handlers.delivering import ID, callback, clip, deliver, kept, running
from tests.integration.handlers.test_background import change
from tests.integration.handlers.world import World, message
from tests.unit.domain import make
from tests.unit.domain.make import STREAM_B, A

SONG = stand.song(3)
KEY = f"user-1/{ID}/0/audio.mp3"
JOB = {"user_id": "user-1", "track_id": ID, "places": [0], "run_id": None}


@pytest.fixture
def origin(world: World) -> Iterator[str]:
    """Where there is one song, whatever is asked for."""
    with scripted(ok(SONG)) as server:
        origin = f"http://127.0.0.1:{server.port}"
        world.configure(ASSET_TRUSTED_ORIGINS=origin, COPY_FROM_FIRST="true")
        yield origin
    for key in objects(world):
        world.surroundings.s3.delete_object(Bucket=world.plan.buckets[0], Key=key)


def objects(world: World) -> list[str]:
    found = world.surroundings.s3.list_objects_v2(Bucket=world.plan.buckets[0], Prefix=f"user-1/{ID}/")
    return [item["Key"] for item in found.get("Contents", [])]


def heard(world: World, origin: str, **changes: Any) -> Track:
    """A track whose `first` has come."""
    first = replace(A, audio_url=f"{origin}/a.mp3", cover_url=f"{origin}/a.jpg", duration_seconds=None)
    versions = (Version(first, 1), Version(STREAM_B, 1))
    return running(world, **{"versions": versions, "seen": make.playable().seen, "stage": "first"} | changes)


def copy(world: World, **job: Any) -> None:
    assert world.invoke("download", message(JOB | job, "download.copies")) == {"batchItemFailures": []}


def followed(world: World, before: Track | None, after: Track) -> list[Any]:
    """The copy jobs that a change makes."""
    assert world.invoke("follow", change(before, after)) == {"batchItemFailures": []}
    return [job["places"] for job in world.bodies("DownloadsQueue")]


def test_audio_that_first_brings_is_to_be_copied_at_once_and_only_once(world: World, origin: str) -> None:
    track = heard(world, origin)
    silent = replace(track, versions=(Version(replace(A, audio_url=None), 1), Version(STREAM_B, 1)))
    assert followed(world, silent, track) == [[0]]
    assert followed(world, track, replace(track, rev=9)) == []


@pytest.mark.parametrize(
    "changes", [{"run_id": "run-1", "task_type": "segment"}, {"closed_attempt": 1}, {"seen": "text"}], ids=str
)
def test_what_may_not_stay_waits_for_the_end(world: World, origin: str, changes: dict[str, Any]) -> None:
    track = heard(world, origin)
    assert followed(world, replace(track, versions=()), replace(track, **changes)) == []


def test_without_the_setting_the_end_is_waited_for(world: World, origin: str) -> None:
    world.configure(COPY_FROM_FIRST="false")
    track = heard(world, origin)
    assert followed(world, replace(track, versions=()), track) == []


def test_it_plays_from_our_copy_before_the_end_and_the_rest_is_copied_then(world: World, origin: str) -> None:
    heard(world, origin)
    copy(world)
    track = kept(world)
    assert ([one.asset for one in track.versions[0].copies], objects(world)) == ([Asset.AUDIO], [KEY])
    shown = world.http("library.get_track", "user-1", path={"trackId": ID})[1]
    assert (shown["status"], KEY in shown["audioUrl"], shown["stored"]) == ("processing", True, False)
    whole = [clip("a") | {"audio_url": f"{origin}/a.mp3", "image_url": f"{origin}/a.jpg"}, clip("b")]
    assert deliver(world, callback("complete", *whole))[0] == 200
    done = kept(world)
    assert done.status is Status.COMPLETED
    assert done.missing(0).keys() == {Asset.COVER}
    assert followed(world, track, done) == [[0, 1]]


def test_what_is_not_ready_yet_is_no_refusal_and_comes_no_second_time(world: World, origin: str) -> None:
    heard(world, origin, versions=(Version(replace(A, audio_url=f"{origin}/missing", duration_seconds=900.0), 1),))
    copy(world)
    assert (kept(world).versions[0].copies, objects(world)) == ((), [])


@pytest.mark.parametrize("code", [400, 413])
def test_nothing_stays_of_a_song_that_failed_after_all(world: World, origin: str, code: int) -> None:
    heard(world, origin)
    copy(world)
    before = kept(world)
    assert deliver(world, callback("error", code=code))[0] == 200
    after = kept(world)
    assert (after.status, after.versions[0].copies, after.refunded) == (Status.FAILED, (), 10)
    assert followed(world, before, after) == []
    assert objects(world) == []
    copy(world)
    assert (kept(world), objects(world)) == (after, [])


def test_a_job_that_ends_after_its_track_leaves_nothing(world: World, origin: str) -> None:
    heard(world, origin)
    copy(world)
    world.keep(replace(kept(world), status=Status.FAILED, failure="timeout"))
    copy(world)
    assert objects(world) == []


def test_a_song_of_an_attempt_that_came_to_nothing_is_not_taken_for_the_next_ones(world: World, origin: str) -> None:
    stale = stand.song(4)
    told = {"sha256": hashlib.sha256(stale).hexdigest(), "duration": "0.7"}
    world.surroundings.s3.put_object(Bucket=world.plan.buckets[0], Key=KEY, Body=stale, Metadata=told)
    version = Version(replace(A, audio_url=f"{origin}/a.mp3", duration_seconds=None), 2)
    now = utc_now()
    done = make.completed(track_id=ID, versions=(version,), attempts=2, closed_attempt=1, completed_at=now)
    world.keep(replace(done, due_at=now + timedelta(minutes=5)))
    world.invoke("download", message(JOB, "download.copies"))  # makes room
    copy(world)
    (stored,) = kept(world).versions[0].copies
    assert stored.sha256 == hashlib.sha256(SONG).hexdigest()
