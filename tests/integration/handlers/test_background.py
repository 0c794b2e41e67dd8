"""What nobody waits for: stream, queues and the sweep; and every sample event is one that its function takes."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from reprise.domain.states import Submission
from reprise.domain.track import Track
from reprise.edge.clock import utc_now
from reprise.store.attributes import to_item
from reprise.store.tracks import fields_of
from tests.fakes.streams import image
from tests.gates.declared import declared, snake
from tests.gates.source import ROOT
from tests.integration.handlers.aging import ID, aged, begin, now_is
from tests.integration.handlers.world import World, message, sample
from tests.unit.domain import make

SAMPLES = [f"{name}.{snake(event)}" for name, function in declared().items() for event in function.events]
STEPS = [path.stem for path in sorted((ROOT / "events").glob("runner.*.json"))]


@pytest.mark.parametrize("name", SAMPLES + STEPS)
def test_a_sample_event_is_taken(world: World, name: str) -> None:
    answer = world.invoke(name.split(".", maxsplit=1)[0], sample(name))
    assert answer.get("statusCode", 200) < 500
    assert answer.get("batchItemFailures", []) == []


def change(before: Track | None, after: Track | None) -> dict[str, Any]:
    event = sample("follow.changes")
    images = {"OldImage": before, "NewImage": after}
    kept = {name: image(to_item(fields_of(track))) for name, track in images.items() if track}
    event["Records"][0]["dynamodb"] = {
        name: value for name, value in event["Records"][0]["dynamodb"].items() if "Image" not in name
    } | kept
    return event


@pytest.mark.parametrize(
    ("before", "after", "copies", "sendings", "notices"),
    [
        (None, make.queued(), 0, 1, 0),
        (None, make.sending(), 0, 0, 0),
        (make.playable(), make.completed(), 1, 0, 0),
        (make.completed(), make.completed(rev=9), 0, 0, 0),
        (make.completed(versions=make.versions(make.A)), make.completed(), 1, 0, 0),
        (make.accepted(), make.waiting(submit_at=make.NOW), 0, 1, 0),
        (make.waiting(), make.waiting(rev=9), 0, 0, 0),
        (make.accepted(), make.failed(), 0, 0, 1),
        (make.failed(), make.failed(rev=9), 0, 0, 0),
    ],
)
def test_what_follows_from_a_commit(
    world: World, before: Track | None, after: Track, copies: int, sendings: int, notices: int
) -> None:
    for _ in range(2):
        assert world.invoke("follow", change(before, after)) == {"batchItemFailures": []}
    # A change that comes again wakes its gate again, and finds that its pump has been sent for.
    assert (world.waiting("DownloadsQueue"), world.waiting("SubmissionsQueue")) == (2 * copies, sendings)
    assert len([row for row in world.rows("AccountsTable") if row["sk"] != "gate"]) == notices


def test_a_deleted_tracks_objects_go_with_it(world: World) -> None:
    bucket, s3 = world.plan.buckets[0], world.surroundings.s3
    for key in ("user-1/track-1/0/audio.mp3", "user-1/track-1/1/cover.jpg", "user-1/track-10/0/audio.mp3"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"x")
    world.invoke("follow", change(make.completed(), None))
    left = [item["Key"] for item in s3.list_objects_v2(Bucket=bucket, Prefix="user-1/").get("Contents", [])]
    assert left == ["user-1/track-10/0/audio.mp3"]


@pytest.mark.parametrize("gate", [None, "suno:main#0"])
@pytest.mark.parametrize("job", [{"gate": "suno:main#0"}, {"track_id": ID}])
@pytest.mark.parametrize("made", [make.queued(), make.waiting()])
def test_a_woken_submission_is_sent_once(world: World, made: Track, job: object, gate: str | None) -> None:
    """Also one that is older than gates, and also by the message of the release before."""
    begin(world, aged(made, 10, submit_at=utc_now() - timedelta(seconds=1), gate=gate))
    for _ in range(2):
        assert world.invoke("submit", message(job, "submit.submissions")) == {"batchItemFailures": []}
    track = now_is(world)
    assert (track.submission, track.task_id, track.attempts) == (Submission.ACCEPTED, "task-1", made.attempts + 1)
    assert len(world.provider.creates) == 1
    assert len(track.token_hashes) == track.attempts


def test_a_track_that_cannot_be_read_keeps_no_other_from_being_sent(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    then = utc_now() - timedelta(seconds=2)
    bad = fields_of(aged(make.queued(), 10, submit_at=then)) | {"track_id": "f" * 32, "status": "unheard of"}
    world.surroundings.dynamodb.put_item(TableName=world.table("TracksTable"), Item=to_item(bad))
    begin(world, aged(make.queued(), 10, submit_at=then))
    assert world.invoke("submit", sample("submit.submissions")) == {"batchItemFailures": []}
    assert now_is(world).task_id == "task-1"
    (line,) = (vars(one) for one in caplog.records if one.message == "visit_failed")
    assert (line["track_id"], line["levelname"]) == ("f" * 32, "ERROR")


@pytest.mark.parametrize("which", [{"places": [0, 1]}, {"slot": 0}, {}], ids=str)
def test_a_copy_of_a_deleted_track_is_no_failure(world: World, which: dict[str, Any]) -> None:
    job = message({"user_id": "user-1", "track_id": ID, **which}, "download.copies")
    assert world.invoke("download", job) == {"batchItemFailures": []}


def test_a_job_that_is_none_goes_its_way_to_the_dead_letters(world: World) -> None:
    for function, name in (("download", "download.copies"), ("submit", "submit.submissions")):
        event = message(json.dumps({"odd": 1}), name)
        failed = [{"itemIdentifier": event["Records"][0]["messageId"]}]
        assert world.invoke(function, event) == {"batchItemFailures": failed}
