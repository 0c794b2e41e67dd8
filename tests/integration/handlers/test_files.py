"""Stems, WAV and video: brought to the version that they were made of, stored, signed, and gone with their task."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from reprise.domain.admission import source_of
from reprise.domain.track import Track
from reprise.domain.versions import Asset, Copy, File
from tests.integration.handlers.journeys import follow_track
from tests.integration.handlers.posting import USER, problem, rich
from tests.integration.handlers.tasks import call_back, kept
from tests.integration.handlers.versions import SOURCE, Answer, finished_song, work
from tests.integration.handlers.world import World


def arrive(world: World, track_id: str, **told: Any) -> Track:
    """The provider tells what it has made, and the stream that it has told."""
    before = kept(world, track_id)
    assert call_back(world, task_id="task-1", **told)[0] == 200
    assert follow_track(world, before, kept(world, track_id)) == {"batchItemFailures": []}
    return kept(world, track_id)


def test_stems_are_shown_with_the_version_that_they_were_made_of_and_go_with_their_task(world: World) -> None:
    rich(world)
    song = finished_song(world)
    track_id = work(world, "stems")[1]["trackId"]
    info = {"vocal_url": "https://f.example/v.mp3", "instrumental_url": "https://f.example/i.mp3"}
    task = arrive(world, track_id, vocal_removal_info=info)
    assert (task.status, task.due_at, world.profile(USER).running) == ("completed", None, frozenset())
    _, shown, _ = world.http("library.get_track", USER, path={"trackId": SOURCE})
    first, second = shown["versions"]
    assert [(file["asset"], file["url"], file["stored"]) for file in first["files"]] == [
        ("instrumental", "https://f.example/i.mp3", False),
        ("vocals", "https://f.example/v.mp3", False),
    ]
    assert second["files"] == []
    follow_track(world, song, kept(world, SOURCE))
    assert [body["places"] for body in world.bodies("DownloadsQueue")] == [[0]]
    assert world.http("library.delete_track", USER, path={"trackId": track_id})[0] == 204
    follow_track(world, task, None)
    assert [version.files for version in kept(world, SOURCE).versions] == [(), ()]


def signed(world: World, asset: str) -> Answer:
    return world.http("sign_track.post_sign_track", USER, body={"trackId": SOURCE, "asset": asset})


@pytest.mark.parametrize(
    ("operation", "told", "name"),
    [
        ("wav", {"audioWavUrl": "https://f.example/a.wav"}, "wav.wav"),
        ("video", {"video_url": "https://f.example/a.mp4"}, "video.mp4"),
    ],
)
def test_a_file_is_signed_as_soon_as_it_is_stored(
    world: World, operation: str, told: dict[str, Any], name: str
) -> None:
    rich(world)
    finished_song(world)
    assert problem(signed(world, operation)) == (404, "not_found")
    arrive(world, work(world, operation)[1]["trackId"], **told)
    assert problem(signed(world, operation)) == (409, "conflict")
    song = kept(world, SOURCE)
    key = f"{USER}/{SOURCE}/0/{name}"
    world.keep(song.with_version(0, song.versions[0].with_copy(Copy(Asset(operation), key, 9, "sha"))))
    status, body, _ = signed(world, operation)
    assert (status, f"/{key}?" in body["url"]) == (200, True)


def test_an_object_goes_with_the_last_task_that_has_brought_it(world: World) -> None:
    wav = File(Asset.WAV, "https://f.example/a.wav", "wav-1", others=("wav-2",))
    song = finished_song(world)
    version = replace(song.versions[0], files=(wav,), copies=(Copy(Asset.WAV, f"{USER}/{SOURCE}/0/wav.wav", 4, "sha"),))
    song = finished_song(world, versions=(version, song.versions[1]))
    bucket, s3 = world.plan.buckets[0], world.surroundings.s3
    s3.put_object(Bucket=bucket, Key=f"{USER}/{SOURCE}/0/wav.wav", Body=b"RIFF")
    for task, left in (("wav-1", 1), ("wav-2", 0)):
        follow_track(world, replace(song, track_id=task, task_type="wav", sources=(source_of(song, 0),)), None)
        before, song = song, kept(world, SOURCE)
        follow_track(world, before, song)
        assert s3.list_objects_v2(Bucket=bucket, Prefix=f"{USER}/{SOURCE}/").get("KeyCount") == left
