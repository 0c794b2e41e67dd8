"""Copies out of a real file on a real server: what the track shows of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from reprise.domain.versions import Version
from tests.integration.assets import stand
from tests.integration.assets.scripted import ok, scripted
from tests.integration.handlers.world import World, message
from tests.unit.domain import make
from tests.unit.domain.make import A

ID = "0" * 32
JOB = {"user_id": "user-1", "track_id": ID, "places": [0]}


@pytest.fixture
def origin(world: World) -> Iterator[str]:
    """Where there is one song, whatever is asked for."""
    with scripted(ok(stand.song(3))) as server:
        origin = f"http://127.0.0.1:{server.port}"
        world.configure(ASSET_TRUSTED_ORIGINS=origin)
        yield origin
    world.surroundings.s3.delete_object(Bucket=world.plan.buckets[0], Key=f"user-1/{ID}/0/audio.mp3")


def copied(world: World, origin: str, **clip: Any) -> dict[str, Any]:
    """The track, as it is shown after its song was copied."""
    silent = replace(A, audio_url=f"{origin}/a.mp3", duration_seconds=None)
    world.keep(make.completed(track_id=ID, versions=(Version(replace(silent, **clip), 1),)))
    assert world.invoke("download", message(JOB, "download.copies")) == {"batchItemFailures": []}
    shown: dict[str, Any] = world.http("library.get_track", "user-1", path={"trackId": ID})[1]
    assert shown["stored"]
    return shown


def test_a_provider_that_is_silent_about_the_length_is_no_reason_not_to_tell_it(world: World, origin: str) -> None:
    shown = copied(world, origin)
    assert shown["durationSeconds"] == pytest.approx(0.7, abs=0.1)
    assert shown["versions"][0]["durationSeconds"] == shown["durationSeconds"]


def test_what_the_provider_says_of_the_length_stands(world: World, origin: str) -> None:
    assert copied(world, origin, duration_seconds=1.25)["durationSeconds"] == 1.25


def test_a_try_that_died_after_storing_leaves_the_length_to_the_next(world: World, origin: str) -> None:
    first = copied(world, origin)["durationSeconds"]
    assert copied(world, origin)["durationSeconds"] == first


def test_what_is_kept_of_a_copy_is_what_older_releases_know(world: World, origin: str) -> None:
    copied(world, origin)
    track = world.track(ID)
    assert track
    (copy,) = track.versions[0].copies
    assert copy.seconds is None
