"""Journeys as people make them, and as their state machine and their streams move them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

from reprise.domain.runs import Run
from reprise.domain.states import Status, Submission
from reprise.domain.track import Track
from reprise.domain.versions import Asset, Clip, Copy, Version
from reprise.edge.clock import utc_now
from reprise.store import runs as run_store
from reprise.store import tracks as track_store
from reprise.store.attributes import to_item
from tests.fakes.streams import image
from tests.integration.handlers.posting import USER
from tests.integration.handlers.world import World, sample

Json = dict[str, Any]
Answer = tuple[int, Any, dict[str, str]]

PRESET = "universel-reset"
SEGMENTS = 5
"""How many its preset has."""


def create(world: World, user: str = USER, key: str | None = "", language: str = "en", **body: Any) -> Answer:
    """`POST /v1/parcours`, under a key of its own unless another is said; None is no key."""
    key = uuid4().hex if key == "" else key
    headers = {"idempotency-key": key, "accept-language": language}
    return world.http("parcours.post_parcours", user, body={"presetKey": PRESET} | body, headers=headers)


def created(world: World, **body: Any) -> str:
    """A run that was just created, by its id."""
    status, answer, _ = create(world, **body)
    assert status == 201
    return str(answer["runId"])


def call(world: World, name: str, run_id: str, user: str = USER, **changes: Any) -> Answer:
    """A call about one run."""
    return world.http(f"parcours.{name}_parcours", user, path={"runId": run_id}, **changes)


def started(world: World, **body: Any) -> str:
    """A run that was created and set in motion, by its id."""
    run_id = created(world, **body)
    assert call(world, "run", run_id)[0] == 202
    return run_id


def shown(world: World, run_id: str, **headers: str) -> Json:
    status, body, _ = call(world, "get", run_id, headers=headers)
    assert status == 200
    found: Json = body
    return found


def found(world: World, run_id: str) -> Run | None:
    key = {"run_id": {"S": run_id}}
    got = world.surroundings.dynamodb.get_item(TableName=world.table("RunsTable"), Key=key, ConsistentRead=True)
    return run_store.run_of(got["Item"]) if "Item" in got else None


def kept(world: World, run_id: str) -> Run:
    run = found(world, run_id)
    assert run
    return run


def keep(world: World, run: Run) -> None:
    item = to_item(run_store.fields_of(run))
    world.surroundings.dynamodb.put_item(TableName=world.table("RunsTable"), Item=item)


def part(world: World, run_id: str, index: int = 0) -> Track:
    """One of a run's tracks."""
    track = world.track(kept(world, run_id).tracks[index])
    assert track
    return track


def step(world: World, name: str, run_id: str, *, index: int = 0, execution: int = 1, token: str = "") -> str:
    """What a step of the state machine did."""
    event = {**sample(f"runner.{name}"), "runId": run_id, "execution": execution}
    if name != "broken":
        event["token"] = token or f"token-{name}-{index}"
    answer: Json = world.invoke("runner", event | ({"index": index} if name == "segment" else {}))
    return str(answer["outcome"])


def deliver(world: World, track: Track, seconds: float = 200) -> Track:
    """A segment as it is when all is done: one song, its audio stored."""
    clip = Clip(f"id-{track.track_id}", "https://f.example/a.mp3", "https://f.example/a", duration_seconds=seconds)
    copies = (Copy(Asset.AUDIO, f"runs/{track.run_id}/{track.track_id}.mp3", 9, "sha"),)
    done: Json = {
        "submission": Submission.ACCEPTED,
        "status": Status.COMPLETED,
        "attempts": 1,
        "task_id": f"task-{track.track_id}",
        "versions": (Version(clip, 1, copies),),
        "lead": 0,
        "due_at": None,
    }
    return _put(world, replace(track, **done))


def take(world: World, track: Track, **changes: Any) -> Track:
    """A segment that the provider is at work on."""
    usual: Json = {"submission": Submission.ACCEPTED, "status": Status.PROCESSING, "attempts": 1, "task_id": "task-1"}
    return _put(world, replace(track, **(usual | {"token_hashes": ("hash",), "due_at": utc_now()} | changes)))


def ruin(world: World, track: Track) -> Track:
    """A segment that has failed; its charge is said to be returned."""
    return _put(world, replace(track, status=Status.FAILED, failure="copyrighted", refunded=track.charged, due_at=None))


def _put(world: World, track: Track) -> Track:
    world.keep(track)
    return track


def follow_run(world: World, before: Run | None, after: Run | None) -> Json:
    """The stream of the runs table tells of a change."""
    kinds = {"OldImage": before, "NewImage": after}
    images = {name: image(to_item(run_store.fields_of(run))) for name, run in kinds.items() if run}
    return _told(world, "follow.run_changes", images)


def follow_track(world: World, before: Track | None, after: Track | None) -> Json:
    """The stream of the tracks table tells of a change."""
    kinds = {"OldImage": before, "NewImage": after}
    images = {name: image(to_item(track_store.fields_of(track))) for name, track in kinds.items() if track}
    return _told(world, "follow.changes", images)


def _told(world: World, name: str, images: Json) -> Json:
    event = sample(name)
    change = event["Records"][0]["dynamodb"]
    event["Records"][0]["dynamodb"] = {name: change[name] for name in change if "Image" not in name} | images
    answer: Json = world.invoke("follow", event)
    return answer
