"""Copies of a whole track: one job, equal songs, faults, and objects that a try stored and never told of."""

from __future__ import annotations

import hashlib
import json
from io import BytesIO
from typing import Any

import pytest

from reprise.domain.jobs import CopyJob
from reprise.domain.media import Inspection, MediaType
from reprise.domain.track import Track
from reprise.domain.versions import Asset, Copy
from reprise.store.objects import Objects
from reprise.store.tracks import track_of
from tests.fakes.blueprint import plan
from tests.fakes.provider import Task
from tests.fakes.wire import Disturbance, When
from tests.simulation.staging import USER, submitted, world
from tests.simulation.world import URLS, World

SONG = b"the whole song"
BOTH = [Asset.AUDIO, Asset.COVER]
DOWNLOADS = next(source for source in plan().queue_sources if source.queue == "DownloadsQueue")


def put(place: World, key: str) -> None:
    """What a try stores before it dies."""
    copy = Copy(Asset.AUDIO, key, len(SONG), hashlib.sha256(SONG).hexdigest())
    objects = Objects(place.cloud.s3, plan().buckets[0])  # type: ignore[arg-type]
    objects.put(copy, Inspection(MediaType.MP3, 181.2), BytesIO(SONG))


def track_in(place: World) -> Track:
    (item,) = place.tracks.state.items.values()
    return track_of(item)


def queue(place: World, track_id: str, which: dict[str, Any]) -> None:
    job = json.dumps({"user_id": USER, "track_id": track_id, **which})
    place.cloud.sqs.send_message(QueueUrl=URLS["DownloadsQueue"], MessageBody=job)


def copied_again(place: World, track_id: str, **which: Any) -> Track:
    """The track after a copy job has come once more; `which` says for which versions."""
    queue(place, track_id, which)
    place.run_to_end()
    return track_in(place)


def finished(place: World, **troubles: tuple[str, ...]) -> Task:
    """A track whose `complete` has come and nothing has followed from it; troubles by the file's name."""
    task = submitted(place)
    for name, kinds in troubles.items():
        place.cloud.fetch.troubles[url(task, name)] = kinds
    place.deliver(task, "complete")
    return task


def url(task: Task, name: str) -> str:
    return f"https://files.example/{task.task_id}-{name.replace('_', '.')}"


def fetches(place: World) -> int:
    return place.cloud.wire.calls.count("fetch")


def settled(track: Track) -> list[list[Asset]]:
    """The assets that are stored, version by version."""
    return [[copy.asset for copy in version.copies if copy.stored] for version in track.versions]


def test_a_track_has_one_job_and_one_commit_for_all_its_copies() -> None:
    with world() as place:
        finished(place)
        place.follow()
        (job,) = place.cloud.sqs.waiting("DownloadsQueue")
        before = track_in(place)
        place.work()
        track = track_in(place)
        assert json.loads(job.body)["places"] == [0, 1]
        assert (settled(track), track.rev, fetches(place)) == ([BOTH, BOTH], before.rev + 1, 4)


def test_of_two_equal_songs_the_second_variants_is_fetched_again() -> None:
    with world() as place:
        task = finished(place, b_mp3=("twin",))
        place.work()
        assert settled(track_in(place)) == [BOTH, [Asset.COVER]]
        assert f"{USER}/{task.track_id}/1/audio.mp3" not in {key for _, key in place.cloud.s3.objects}
        place.run_to_end()
        assert (settled(track_in(place)), fetches(place)) == ([BOTH, BOTH], 5)
        songs = [version.copy(Asset.AUDIO) for version in track_in(place).versions]
        assert len({song.sha256 for song in songs if song}) == 2


def test_a_song_that_stays_equal_is_taken_on_the_last_try() -> None:
    with world() as place:
        finished(place, b_mp3=("twin",) * 20)
        place.run_to_end()
        track = track_in(place)
        songs = [version.copy(Asset.AUDIO) for version in track.versions]
        assert (settled(track), len({song.sha256 for song in songs if song})) == ([BOTH, BOTH], 1)


def test_a_variant_that_has_to_wait_holds_back_no_other() -> None:
    with world() as place:
        finished(place, a_mp3=("http_503",) * 3)
        place.work()
        assert settled(track_in(place)) == [[Asset.COVER], BOTH]
        place.run_to_end()
        assert settled(track_in(place)) == [BOTH, BOTH]


@pytest.mark.parametrize("call", range(2, 10))
def test_a_fault_of_ours_at_one_file_loses_no_other(call: int) -> None:
    """After the track is read, eight calls fetch and put four files. The job comes again for the file that failed."""
    with world() as place:
        finished(place)
        place.follow()
        place.cloud.wire.disturb(Disturbance(call, When.ERROR))
        place.work()
        assert sum(map(len, settled(track_in(place)))) == 3
        place.run_to_end()
        assert (settled(track_in(place)), track_in(place).due_at) == ([BOTH, BOTH], None)


def test_a_refusal_is_told_at_once_though_another_file_has_to_wait() -> None:
    with world() as place:
        task = finished(place, a_mp3=("html",), b_mp3=("http_503",))
        results = place.functions["download"].parts().copier.copy(CopyJob(USER, task.track_id), 1)
        told = {(each.place, each.asset): each.reason or (each.copy and each.copy.refusal) for each in results}
        assert told == {
            (0, Asset.AUDIO): "html",
            (0, Asset.COVER): "",
            (1, Asset.AUDIO): "http_503",
            (1, Asset.COVER): "",
        }


@pytest.mark.parametrize(
    ("which", "places"),
    [({"slot": 1}, [[], BOTH]), ({"places": [0]}, [BOTH, []]), ({}, [BOTH, BOTH]), ({"places": [1, 7]}, [[], BOTH])],
)
def test_a_job_copies_the_places_that_it_names(which: dict[str, Any], places: list[list[Asset]]) -> None:
    """A job of an older release names one `slot`; a job without places means all."""
    with world() as place:
        queue(place, finished(place).track_id, which)
        place.serve(DOWNLOADS)
        assert settled(track_in(place)) == places


@pytest.mark.parametrize("which", [{"places": [0, 1]}, {"slot": 0}, {}], ids=str)
@pytest.mark.parametrize("stored_first", [True, False])
def test_what_was_stored_is_never_refused(which: dict[str, Any], *, stored_first: bool) -> None:
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
        track = copied_again(place, task.track_id, **which)
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
