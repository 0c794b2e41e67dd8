"""Copies that a try has stored and never told of, while another was refused: the object counts, whoever comes first."""

from __future__ import annotations

import hashlib
import json
from io import BytesIO

import pytest

from reprise.domain.media import Inspection, MediaType
from reprise.domain.track import Track
from reprise.domain.versions import Asset, Copy
from reprise.store.objects import Objects
from reprise.store.tracks import track_of
from tests.fakes.blueprint import plan
from tests.simulation.staging import USER, submitted, world
from tests.simulation.world import URLS, World

SONG = b"the whole song"


def put(place: World, key: str) -> None:
    """What a try stores before it dies."""
    copy = Copy(Asset.AUDIO, key, len(SONG), hashlib.sha256(SONG).hexdigest())
    objects = Objects(place.cloud.s3, plan().buckets[0])  # type: ignore[arg-type]
    objects.put(copy, Inspection(MediaType.MP3, 181.2), BytesIO(SONG))


def copied_again(place: World, track_id: str) -> Track:
    """The track after its copy job has come once more."""
    job = json.dumps({"user_id": USER, "track_id": track_id, "slot": 0})
    place.cloud.sqs.send_message(QueueUrl=URLS["DownloadsQueue"], MessageBody=job)
    place.run_to_end()
    (item,) = place.tracks.state.items.values()
    return track_of(item)


@pytest.mark.parametrize("stored_first", [True, False])
def test_what_was_stored_is_never_refused(*, stored_first: bool) -> None:
    with world() as place:
        task = submitted(place)
        key = f"{USER}/{task.track_id}/0/audio.mp3"
        place.cloud.fetch.troubles[f"https://files.example/{task.task_id}-a.mp3"] = ("html",) * 9
        if stored_first:
            put(place, key)
        place.deliver(task, "complete")
        place.run_to_end()
        if not stored_first:
            put(place, key)
        track = copied_again(place, task.track_id)
        copy = track.versions[0].copy(Asset.AUDIO)
        assert copy is not None
        assert (copy.key, copy.size, track.stored, track.due_at) == (key, len(SONG), True, None)


def test_what_nobody_stored_stays_refused() -> None:
    with world() as place:
        task = submitted(place)
        place.cloud.fetch.troubles[f"https://files.example/{task.task_id}-a.mp3"] = ("html",) * 9
        place.deliver(task, "complete")
        place.run_to_end()
        refusals = [copy.refusal for copy in copied_again(place, task.track_id).versions[0].copies]
        assert refusals.count("html") == 1
