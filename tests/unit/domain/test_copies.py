"""Copy jobs, both variants' copies in one event, and how long a provider's faults are waited for."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from reprise.domain import events as ev
from reprise.domain.copies import copy_job, new_copy_job
from reprise.domain.fetch_errors import FetchError, FetchFailed, FetchRefused, is_final, retry_seconds
from reprise.domain.jobs import CopyJob, QueuedCopyJob
from reprise.domain.track import Track
from reprise.domain.versions import Asset, Copy, Version
from tests.unit.domain import make
from tests.unit.domain.make import A, B, after, moved, versions

AUDIO_A = Copy(Asset.AUDIO, "u/t/0/audio.mp3", 100, "sha-a")
AUDIO_B = Copy(Asset.AUDIO, "u/t/1/audio.mp3", 100, "sha-b")
TWIN = replace(AUDIO_B, sha256="sha-a")
JOB = CopyJob("user-1", "track-1", (0, 1))
ONE_COPIED = make.completed(versions=(Version(A, 1, (AUDIO_A,)), Version(B, 1)))
ALL_COPIED = make.completed(versions=(Version(A, 1, (AUDIO_A,)), Version(B, 1, (AUDIO_B,))))


def taken(track: Track) -> list[tuple[Copy, ...]]:
    return [version.copies for version in track.versions]


def test_both_variants_copies_are_one_change() -> None:
    both = after(make.completed(), ev.Copied({0: (AUDIO_A,), 1: (AUDIO_B,)}))
    assert both.track == moved(ALL_COPIED, due_at=None)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_equal_songs_the_earlier_place_takes_its_own(order: tuple[int, int]) -> None:
    copies = {0: (AUDIO_A,), 1: (TWIN,)}
    track = make.completed()
    changed = after(track, ev.Copied({place: copies[place] for place in order})).track
    assert (taken(changed), changed.due_at) == ([(AUDIO_A,), ()], track.due_at)


def test_on_the_last_try_both_of_two_equal_songs_are_taken() -> None:
    changed = after(make.completed(), ev.Copied({0: (AUDIO_A,), 1: (TWIN,)}, last_try=True)).track
    assert (taken(changed), changed.due_at) == ([(AUDIO_A,), (TWIN,)], None)


def test_a_running_track_stays_with_the_sweep_whatever_was_copied() -> None:
    running = make.playable(versions=versions(A))
    changed = after(running, ev.Copied({0: (AUDIO_A,)})).track
    assert (taken(changed), changed.due_at) == ([(AUDIO_A,)], running.due_at)


def test_copies_are_in_the_order_of_the_assets_whatever_came_first() -> None:
    cover = Copy(Asset.COVER, "u/t/0/cover.jpg", 9, "sha-c")
    track = make.completed(versions=versions(replace(A, cover_url="https://files.example/a.jpg")))
    covered = after(track, ev.Copied({0: (cover,)})).track
    assert taken(after(covered, ev.Copied({0: (AUDIO_A,)})).track) == [(AUDIO_A, cover)]


@pytest.mark.parametrize(("told", "shown"), [(None, 90.25), (120.5, 120.5)])
def test_how_long_a_song_is_that_its_provider_is_silent_about_its_copy_tells(told: float | None, shown: float) -> None:
    track = make.completed(versions=versions(replace(A, duration_seconds=told)))
    changed = after(track, ev.Copied({0: (replace(AUDIO_A, seconds=90.25),)})).track
    (version,) = changed.versions
    assert (version.clip.duration_seconds, version.copies) == (shown, (AUDIO_A,))


@pytest.mark.parametrize(
    ("track", "job"),
    [
        (make.completed(), JOB),
        (ONE_COPIED, replace(JOB, places=(1,))),
        (ALL_COPIED, None),
        (make.playable(versions=versions(A, B)), None),
        (make.failed(versions=versions(A, B)), None),
    ],
)
def test_one_job_is_for_all_that_a_finished_track_lacks(track: Track, job: CopyJob | None) -> None:
    assert copy_job(track) == job


@pytest.mark.parametrize(
    ("before", "after", "job"),
    [
        (make.playable(), make.completed(), JOB),
        (None, make.completed(), JOB),
        (make.completed(), make.completed(rev=9), None),
        (make.completed(versions=versions(A)), make.completed(), replace(JOB, places=(1,))),
        (make.completed(versions=versions(A)), ALL_COPIED, None),
    ],
)
def test_a_change_makes_a_job_for_the_versions_that_it_brings(
    before: Track | None, after: Track, job: CopyJob | None
) -> None:
    assert new_copy_job(before, after) == job


@pytest.mark.parametrize(
    ("body", "places"),
    [(b'"places": [0, 1]', (0, 1)), (b'"slot": 0', (0,)), (b'"slot": 1', (1,)), (b'"places": []', ())],
)
def test_a_queued_job_is_read_in_todays_and_in_the_older_words(body: bytes, places: tuple[int, ...]) -> None:
    queued = msgspec.json.decode(b'{"user_id": "user-1", "track_id": "track-1", %b}' % body, type=QueuedCopyJob)
    assert queued.current() == replace(JOB, places=places)


def test_what_is_stored_of_a_copy_is_what_always_was() -> None:
    stored = {"asset": "audio", "key": "u/t/0/audio.mp3", "size": 100, "sha256": "sha-a"}
    assert msgspec.convert(stored, Copy) == AUDIO_A
    assert msgspec.convert({"asset": "cover", "refusal": "too_large"}, Copy) == Copy(Asset.COVER, refusal="too_large")


@pytest.mark.parametrize(
    ("failure", "final", "on_the_last_try"),
    [
        (FetchRefused("too_large"), True, True),
        (FetchRefused("address"), True, True),
        (FetchRefused("content"), False, True),
        (FetchRefused("status_404"), False, True),
        (FetchFailed("empty"), False, True),
        (FetchFailed("truncated"), False, True),
        (FetchFailed("timeout"), False, False),
        (FetchFailed("duration"), False, False),
        (FetchFailed("status_503"), False, False),
    ],
)
def test_a_failure_is_final_when_another_try_would_not_help(
    failure: FetchError, *, final: bool, on_the_last_try: bool
) -> None:
    assert is_final(failure, last_try=False) is final
    assert is_final(failure, last_try=True) is on_the_last_try


@pytest.mark.parametrize(
    ("receives", "reasons", "seconds"),
    [
        (1, ["empty"], 40),
        (2, ["empty", "duration"], 80),
        (5, ["timeout"], 640),
        (6, ["timeout"], 900),
        (1, ["duration", "duration"], 10),
    ],
)
def test_a_retry_waits_twice_as_long_each_time_and_a_songs_length_is_asked_again_soon(
    receives: int, reasons: list[str], seconds: int
) -> None:
    assert retry_seconds(receives, reasons) == seconds
