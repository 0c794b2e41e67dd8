"""Songs in the bucket, merges of them, and the worker that joins them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from reprise.domain.accounts import Plan
from reprise.domain.track import Track
from reprise.domain.versions import Asset, Clip, Copy, Version
from reprise.edge.clock import utc_now
from tests.fakes.songs import MP3, tone
from tests.integration.handlers import journeys
from tests.integration.handlers.emptying import patient_client
from tests.integration.handlers.posting import USER, rich
from tests.integration.handlers.tasks import kept
from tests.integration.handlers.world import World, message
from tests.unit.domain import make

A, B = f"{0xA:032x}", f"{0xB:032x}"
LENGTHS = {A: 1.0, B: 0.7}
TONES = {A: 440.0, B: 660.0}
QUEUE = "MergesQueue"
Answer = tuple[int, Any, dict[str, str]]


def key_of(track_id: str) -> str:
    """Where the first version's song is."""
    return f"{USER}/{track_id}/0/audio.mp3"


def put(world: World, key: str, body: bytes) -> None:
    """Put an object where another function would have put it."""
    patient_client("s3").put_object(Bucket=world.plan.buckets[0], Key=key, Body=body, Metadata={"sha256": "sha"})


def got(world: World, key: str) -> bytes:
    """An object's bytes."""
    found: bytes = patient_client("s3").get_object(Bucket=world.plan.buckets[0], Key=key)["Body"].read()
    return found


def keys(world: World) -> set[str]:
    """All objects of the user."""
    found = patient_client("s3").list_objects_v2(Bucket=world.plan.buckets[0], Prefix=f"{USER}/")
    return {item["Key"] for item in found.get("Contents", ())}


def clear(world: World) -> None:
    """Delete all objects of the user."""
    for key in keys(world):
        patient_client("s3").delete_object(Bucket=world.plan.buckets[0], Key=key)


def with_songs(world: World) -> Iterator[None]:
    """What a test begins with, and what it leaves behind."""
    rich(world, Plan.PREMIUM)
    songs(world)
    yield
    clear(world)


def songs(world: World, track_ids: Iterable[str] = (A, B)) -> None:
    """Finished songs, each with one version that is stored."""
    for track_id in track_ids:
        put(world, key_of(track_id), tone(TONES[track_id], LENGTHS[track_id], MP3))
        copy = Copy(Asset.AUDIO, key_of(track_id), 9, "sha")
        url, seconds = f"https://f.example/{track_id}.mp3", LENGTHS[track_id]
        clip = Clip(f"id-{track_id}", url, duration_seconds=seconds, title=track_id[-1])
        song = make.completed(track_id=track_id, user_id=USER, versions=(Version(clip, 1, (copy,)),))
        world.keep(replace(song, created_at=utc_now(), due_at=None))


def post(world: World, *named: str, key: str = "merge", **body: Any) -> Answer:
    """`POST /v1/merges` of the first versions of these tracks."""
    sources = [{"trackId": track_id, "variantIndex": 0} for track_id in named]
    headers = {"idempotency-key": key}
    return world.http("generate.post_merge", USER, body={"sources": sources} | body, headers=headers)


def started(world: World, *named: str, **body: Any) -> Track:
    """A merge that was just begun."""
    status, answer, _ = post(world, *(named or (A, B)), **body)
    assert status == 202
    return kept(world, answer["trackId"])


def follow(world: World, before: Track | None, after: Track) -> None:
    """The stream tells of a change."""
    assert journeys.follow_track(world, before, after) == {"batchItemFailures": []}


def job_of(track: Track) -> dict[str, Any]:
    """What waits in the queue for a merge."""
    return {"user_id": track.user_id, "track_id": track.track_id, "attempt": track.attempts, "run_id": None}


def work(world: World, track: Track, receives: int = 1, seconds_left: float = 300) -> int:
    """The worker gets the job of a merge; how often it failed."""
    answer = world.invoke("merge", message(job_of(track), "merge.merges", receives), seconds_left)
    return len(answer["batchItemFailures"])


def shown(world: World, track_id: str) -> Any:
    """The track as its owner sees it."""
    status, body, _ = world.http("library.get_track", USER, path={"trackId": track_id})
    assert status == 200
    return body
