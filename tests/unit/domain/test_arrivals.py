"""What other tasks bring to a finished track: files that it lacks, links for dead ones, and what goes with its task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from reprise.domain import events as ev
from reprise.domain.arrivals import MOST_OTHERS, brought, is_sought
from reprise.domain.copies import copy_job, new_copy_job
from reprise.domain.decision import COPY_PATIENCE
from reprise.domain.jobs import CopyJob
from reprise.domain.track import Track
from reprise.domain.versions import Asset, Copy, File, Source, Version
from tests.unit.domain import make
from tests.unit.domain.make import NOW, A, B, after

AUDIO = {name: Copy(Asset.AUDIO, f"u/t/{place}/audio.mp3", 9, f"sha-{name}") for place, name in enumerate("ab")}
STORED = make.completed(versions=(Version(A, 1, (AUDIO["a"],)), Version(B, 1, (AUDIO["b"],))), due_at=None)
VOCALS = File(Asset.VOCALS, "https://f.example/v.mp3", "stems-1")
KEPT = Copy(Asset.VOCALS, "u/t/0/vocals.mp3", 9, "sha-v")
DEAD = Copy(Asset.AUDIO, refusal="status_404")
ANEW = File(Asset.AUDIO, "https://f.example/anew.m4a", "recover-1")


def arrived(track: Track, *files: File, clip: str = "id-a") -> Track:
    return after(track, ev.Arrived({clip: files})).track


def withdrawn(track: Track, by: str) -> Track:
    return after(track, ev.Withdrawn(by)).track


def stored(track: Track, *copies: Copy) -> Track:
    return after(track, ev.Copied({0: copies})).track


def files(track: Track, place: int = 0) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(file.asset, file.url, file.tasks) for file in track.versions[place].files]


def test_a_file_comes_to_the_version_that_it_was_made_of_and_is_copied() -> None:
    track = arrived(STORED, VOCALS, clip="id-b")
    assert [version.files for version in track.versions] == [(), (VOCALS,)]
    assert track.due_at == NOW + COPY_PATIENCE
    assert new_copy_job(STORED, track) == CopyJob("user-1", "track-1", (1,))
    assert (STORED.format, track.format) == (1, 4)


@pytest.mark.parametrize("track", [make.playable(), make.failed(), make.accepted(lingers=True)])
def test_nothing_comes_to_a_track_that_is_not_finished(track: Track) -> None:
    assert after(track, ev.Arrived({"id-a": (VOCALS,)})).track is track


def test_a_file_of_a_clip_that_is_not_there_changes_nothing() -> None:
    assert arrived(STORED, VOCALS, clip="id-x") is STORED


@pytest.mark.parametrize("copies", [(), (KEPT,), (Copy(Asset.VOCALS, refusal="too_large"),)])
def test_what_is_told_twice_changes_nothing(copies: Sequence[Copy]) -> None:
    track = stored(arrived(STORED, VOCALS), *copies)
    assert arrived(track, VOCALS) is track
    assert withdrawn(withdrawn(track, "stems-1"), "stems-1").versions == STORED.versions


def test_a_second_task_for_the_same_file_leaves_what_is_there_and_keeps_it_when_the_first_goes() -> None:
    second = replace(VOCALS, url="https://f.example/second.mp3", by="stems-2")
    track = arrived(stored(arrived(STORED, VOCALS), KEPT), second)
    assert files(track) == [("vocals", VOCALS.url, ("stems-1", "stems-2"))]
    left = withdrawn(track, "stems-1")
    assert (files(left), left.versions[0].copy(Asset.VOCALS)) == ([("vocals", VOCALS.url, ("stems-2",))], KEPT)
    assert withdrawn(track, "stems-2").versions[0].copy(Asset.VOCALS) == KEPT
    assert withdrawn(left, "stems-2").versions == STORED.versions


def test_a_second_task_takes_the_place_of_a_file_that_was_refused() -> None:
    refused = stored(arrived(STORED, VOCALS), Copy(Asset.VOCALS, refusal="too_large"))
    track = arrived(refused, replace(VOCALS, by="stems-2"))
    assert (track.versions[0].missing(), files(track)) == (
        {Asset.VOCALS: VOCALS.url},
        [("vocals", VOCALS.url, ("stems-2", "stems-1"))],
    )
    assert arrived(track, VOCALS) is track


def test_a_track_that_is_worked_on_for_ever_does_not_grow() -> None:
    track = STORED
    for number in range(50):
        track = arrived(track, replace(VOCALS, by=f"stems-{number}"))
    assert len(track.versions[0].files[0].tasks) == MOST_OTHERS + 1


def test_a_withdrawal_takes_its_own_files_and_no_others() -> None:
    wav = File(Asset.WAV, "https://f.example/a.wav", "wav-1")
    track = arrived(arrived(STORED, VOCALS), wav)
    assert files(withdrawn(track, "stems-1")) == [("wav", wav.url, ("wav-1",))]
    assert withdrawn(track, "nobody") is track


def test_a_withdrawal_leaves_what_is_still_missing_to_the_sweep_and_nothing_else() -> None:
    track = arrived(STORED, VOCALS)
    assert withdrawn(track, "stems-1").due_at is None
    missing = arrived(make.completed(), VOCALS)
    assert withdrawn(missing, "stems-1").due_at == NOW + COPY_PATIENCE
    dead = arrived(make.completed(versions=(Version(A, 1, (DEAD,)),)), VOCALS)
    assert withdrawn(dead, "stems-1").due_at == NOW


def dead(**changes: int) -> Track:
    """A track of one version whose link has died."""
    return make.completed(versions=(Version(A, 1, (DEAD,)),), due_at=None, **changes)


def test_a_dead_link_is_asked_for_once() -> None:
    assert is_sought(dead())
    sought = after(dead(), ev.SoughtAnew()).track
    assert (sought.searches, sought.due_at, is_sought(sought), sought.format) == (1, None, False, 4)


@pytest.mark.parametrize("refusal", ["too_large", "content", "address"])
def test_what_a_new_link_would_not_cure_is_not_asked_for(refusal: str) -> None:
    assert not is_sought(make.completed(versions=(Version(A, 1, (Copy(Asset.AUDIO, refusal=refusal),)),)))


@pytest.mark.parametrize("url", [ANEW.url, A.audio_url])
def test_a_new_link_takes_the_place_of_a_dead_one_also_if_it_is_the_same(url: str) -> None:
    track = arrived(dead(searches=1), replace(ANEW, url=url))
    assert (track.versions[0].missing(), copy_job(track)) == ({Asset.AUDIO: url}, CopyJob("user-1", "track-1", (0,)))
    refused = stored(track, DEAD)
    assert arrived(refused, replace(ANEW, url=url)) is refused


def test_audio_that_is_stored_or_on_its_way_by_the_same_link_stays() -> None:
    assert arrived(STORED, ANEW) is STORED
    on_its_way = make.completed()
    assert arrived(on_its_way, replace(ANEW, url=str(A.audio_url))) is on_its_way


def test_audio_that_was_found_anew_stays_when_its_search_goes() -> None:
    track = arrived(dead(), ANEW)
    assert withdrawn(track, "recover-1") is track


def test_a_late_word_of_an_older_search_does_not_undo_a_newer_one() -> None:
    newer = replace(ANEW, url="https://f.example/newer.m4a", by="recover-2")
    track = arrived(arrived(dead(), ANEW), newer)
    assert arrived(track, ANEW) is track


def test_a_refusal_is_of_the_link_that_was_tried() -> None:
    track = arrived(dead(), ANEW)
    assert stored(track, replace(DEAD, url=str(A.audio_url))) is track
    assert stored(track, replace(DEAD, url=ANEW.url)).versions[0].copies == (DEAD,)
    song = replace(AUDIO["a"], key="u/t/0/audio.m4a")
    assert stored(track, song).versions[0].copies == (song,)


def test_how_long_a_file_plays_is_told_with_its_copy() -> None:
    track = stored(arrived(STORED, VOCALS), replace(KEPT, seconds=90.5))
    assert (track.versions[0].files[0].seconds, track.versions[0].copy(Asset.VOCALS)) == (90.5, KEPT)


SOURCE = (Source("track-1", 0, "task-1", "id-a"),)


def test_a_finished_task_has_brought_its_files_to_its_source() -> None:
    told = File(Asset.WAV, "https://f.example/a.wav")
    task = make.completed(track_id="wav-1", task_type="wav", versions=(), files=(told,), sources=SOURCE)
    assert brought(task) == {"id-a": (replace(told, by="wav-1"),)}
    assert brought(replace(task, files=())) == {}
    assert brought(make.failed(task_type="wav", files=(told,), sources=SOURCE)) == {}


def test_a_search_has_brought_links_by_the_ids_of_their_clips() -> None:
    versions = make.versions(A, make.clip("b", audio_url=None), make.clip("c", provider_audio_id=None))
    task = make.completed(track_id="recover-1", task_type="recover", versions=versions, sources=SOURCE)
    assert brought(task) == {"id-a": (File(Asset.AUDIO, str(A.audio_url), "recover-1"),)}
