"""Items of tracks that other tasks work on: they say which code may rewrite them, and lose nothing on the way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reprise.domain.jobs import CopyJob
from reprise.domain.media import ACCEPTED, MediaType
from reprise.domain.operations import OPERATIONS
from reprise.domain.requests import Persona, Wav, Words
from reprise.domain.track import Track
from reprise.domain.versions import STEMS, Asset, Copy, File, Source, Version, Word
from reprise.store.attributes import to_item
from reprise.store.keys import Keys
from reprise.store.tracks import fields_of, track_of
from tests.unit.domain import make
from tests.unit.domain.make import A, B

FILE = File(Asset.VOCALS, "https://f.example/v.mp3", "stems-1", 90.5, ("stems-2", "stems-3"))
SONG = make.completed(
    versions=(Version(A, 1, (Copy(Asset.AUDIO, "u/t/0/audio.m4a", 9, "sha"),), (FILE,)), Version(B, 1))
)
VOICE = Persona(name="Nobody", description="a voice")
TASK = make.completed(
    task_type="wav",
    request=Wav(),
    versions=(),
    files=(replace(FILE, by="", others=()),),
    sources=(Source("track-1", 1, "task-1", "id-b", "u/t/1/audio.mp3", "https://f.example/b.mp3"),),
)


@pytest.mark.parametrize(
    ("track", "form"),
    [
        (SONG, "4"),
        (TASK, "4"),
        (make.completed(searches=1), "4"),
        (make.completed(task_type="words", request=Words(), words=(Word("up", 0.5, 1.25),), versions=()), "4"),
        (make.completed(task_type="persona", request=VOICE, persona_id="voice-1", versions=()), "4"),
        (make.completed(), None),
    ],
)
def test_it_comes_back_as_it_was_and_says_who_may_rewrite_it(track: Track, form: str | None) -> None:
    item = to_item(fields_of(track))
    assert item.get("v", {}).get("N") == form
    assert track_of(item) == track


def test_a_track_without_its_files_is_one_that_older_code_may_rewrite() -> None:
    assert "v" not in to_item(fields_of(replace(SONG, versions=make.versions(A, B))))


def test_tasks_that_older_code_does_not_know_are_not_its_to_rewrite() -> None:
    older = {"track": 1, "extend": 2, "lyrics": 2, "segment": 3, "extension": 3}
    assert {name: row.format for name, row in OPERATIONS.items()} == dict.fromkeys(OPERATIONS, 4) | older


@pytest.mark.parametrize(
    ("asset", "media", "name"),
    [
        (Asset.WAV, MediaType.WAV, "wav.wav"),
        (Asset.VIDEO, MediaType.MP4, "video.mp4"),
        (Asset.VOCALS, MediaType.MP3, "vocals.mp3"),
        (Asset.BACKING_VOCALS, MediaType.MP3, "backing_vocals.mp3"),
        (Asset.AUDIO, MediaType.M4A, "audio.m4a"),
    ],
)
def test_a_file_lies_in_the_folder_of_its_version(asset: Asset, media: MediaType, name: str) -> None:
    assert Keys.file(Keys.stem(CopyJob("ann", "t", (1,)), 1, asset), media) == f"ann/t/1/{name}"


def test_of_files_no_two_share_a_name() -> None:
    names = {Keys.file(str(asset), media) for asset, types in ACCEPTED.items() for media in types}
    assert len(names) == sum(map(len, ACCEPTED.values()))
    assert STEMS.isdisjoint({Asset.AUDIO, Asset.COVER, Asset.VIDEO, Asset.WAV})
