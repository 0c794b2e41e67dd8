"""What a task brings to another track, overtaken by deletions and others anywhere, and cut anywhere."""

from __future__ import annotations

from functools import partial

import pytest

from tests.fakes.wire import Disturbance, When
from tests.simulation.bringing import MOMENTS, delete, delivered, found, names, ordered, overtaken, song, there
from tests.simulation.ending import finish
from tests.simulation.staging import USER

SONG = {"audio.mp3", "cover.jpg"}
STEMS = {"vocals.mp3", "instrumental.mp3"}


@pytest.mark.parametrize(("operation", "files"), [("stems", STEMS), ("wav", {"wav.wav"}), ("video", {"video.mp4"})])
def test_files_are_copied_into_the_folder_of_the_version_that_they_were_made_of(
    operation: str, files: set[str]
) -> None:
    with song() as (place, source):
        task = ordered(place, source, operation)
        delivered(place, task)
        finish(place)
        first, second = there(place, source).versions
        folder = f"{USER}/{source.track_id}/0/"
        assert {copy.key.removeprefix(folder) for copy in first.copies} == SONG | files
        assert len(second.copies) == len(SONG)
        assert there(place, task).versions == ()


@pytest.mark.parametrize("operation", ["stems", "wav"])
def test_a_task_that_is_deleted_at_any_moment_leaves_nothing_behind(operation: str) -> None:
    for call, crash in MOMENTS:
        with song() as (place, source):
            task = ordered(place, source, operation)
            if not overtaken(place, task, call, partial(delete, task=task), crash):
                return
            assert found(place, task) is None
            assert names(there(place, source)) == SONG, (call, crash)


def test_a_source_that_is_deleted_at_any_moment_leaves_nothing_behind_and_its_task_ends() -> None:
    for call, crash in MOMENTS:
        with song() as (place, source):
            task = ordered(place, source, "stems")
            if not overtaken(place, task, call, partial(delete, task=source), crash):
                return
            assert found(place, source) is None
            assert (there(place, task).status, place.cloud.s3.keys()) == ("completed", []), (call, crash)


def test_of_two_tasks_that_bring_the_same_file_each_may_go_at_any_moment_and_the_file_stays() -> None:
    for call, crash in MOMENTS:
        with song() as (place, source):
            first, second = (ordered(place, source, "stems") for _ in range(2))
            delivered(place, first)
            if not overtaken(place, second, call, partial(delete, task=first), crash):
                return
            assert names(there(place, source)) == SONG | STEMS, (call, crash)
            delete(place, second)
            finish(place)
            assert names(there(place, source)) == SONG, (call, crash)


def test_a_stream_that_tells_late_of_a_file_that_went_takes_nothing_from_who_has_brought_it_anew() -> None:
    with song() as (place, source):
        first, second = (ordered(place, source, "stems") for _ in range(2))
        delivered(place, first)
        place.delete(USER, first.track_id)
        place.deliver(second, "complete")
        place.follow()
        told = list(place.tracks.state.stream)
        place.work()
        assert names(there(place, source)) == SONG | STEMS
        place.tracks.state.stream.extend(told)
        finish(place)
        assert names(there(place, source)) == SONG | STEMS


def test_a_task_that_is_deleted_takes_nothing_of_another_one_with_it() -> None:
    with song() as (place, source):
        wav, stems = ordered(place, source, "wav"), ordered(place, source, "stems")
        delivered(place, wav)
        delivered(place, stems)
        delete(place, wav)
        finish(place)
        assert names(there(place, source)) == SONG | STEMS


def test_a_file_of_a_deleted_task_that_a_try_stored_before_it_died_is_deleted_when_the_try_comes_again() -> None:
    """The copy is under way when the task is deleted; it stores what it has, and dies."""
    with song() as (place, source):
        task = ordered(place, source, "wav")
        place.deliver(task, "complete")
        place.follow()
        place.follow()
        wire = place.cloud.wire
        stored = next(n for n in range(1, 30) if _is_put(n))
        wire.rivals[wire.total + stored] = partial(delete, place, task)
        wire.disturb(Disturbance(stored, When.AFTER))
        place.work()
        finish(place)
        assert names(there(place, source)) == SONG


def _is_put(number: int) -> bool:
    with song() as (place, source):
        place.deliver(ordered(place, source, "wav"), "complete")
        place.follow()
        place.follow()
        before = len(place.cloud.wire.calls)
        place.work()
        return place.cloud.wire.calls[before + number - 1] == "s3.PutObject"
