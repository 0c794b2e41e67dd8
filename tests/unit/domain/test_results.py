"""What a task can bring: songs are whole with their audio, words with a text; and what of it a deadline leaves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reprise.domain.operations import OPERATIONS
from reprise.domain.results import AT_ONCE, FILES, LEAD, LINKS, SONGS, TEXTS, Usable
from reprise.domain.track import Track
from reprise.domain.versions import Asset, Clip
from tests.unit.domain import make
from tests.unit.domain.make import CDN, RAIN, STREAM_A, A, B, versions

NAMELESS = Clip(audio_url="https://files.example/x.mp3")
SILENT = Clip(title="only a title")
RESCUED = replace(STREAM_A, audio_url=CDN["id-a"])


def test_songs_are_copied_with_all_that_belongs_to_them_and_words_are_not() -> None:
    results = {name: row.result for name, row in OPERATIONS.items()}
    songs = dict.fromkeys(("track", "extend", "replace", "cover", "vocals", "instrumental", "merge"), SONGS)
    files = dict.fromkeys(("stems", "wav", "video"), FILES)
    answers = dict.fromkeys(("words", "persona"), AT_ONCE)
    of_runs = dict.fromkeys(("segment", "extension"), LEAD)
    assert results == {**songs, **files, **answers, **of_runs, "lyrics": TEXTS, "recover": LINKS}
    assert (SONGS.assets, TEXTS.assets) == (frozenset(Asset), frozenset())
    assert (SONGS.copied_versions, TEXTS.copied_versions) == (None, None)


def test_of_a_part_of_a_run_one_song_is_copied_without_its_pictures() -> None:
    assert (set(LEAD.assets), LEAD.copied_versions) == ({Asset.AUDIO}, 1)


@pytest.mark.parametrize(
    ("track", "whole"),
    [
        (make.playable(versions=()), False),
        (make.playable(versions=versions(A)), True),
        (make.playable(versions=versions(A, B)), True),
        (make.playable(versions=versions(A, STREAM_A)), False),
        (make.playable(versions=versions(A), attempts=2), False),
        (make.playable(versions=versions(STREAM_A) + versions(B, attempt=2), attempts=2), True),
        (make.playable(versions=(), texts=(RAIN,)), False),
    ],
)
def test_songs_are_whole_when_every_one_of_this_attempt_has_audio(track: Track, *, whole: bool) -> None:
    assert SONGS.whole(track) is whole


@pytest.mark.parametrize(("track", "whole"), [(make.words(), False), (make.words(texts=(RAIN,)), True)])
def test_words_are_whole_when_there_is_a_text(track: Track, *, whole: bool) -> None:
    assert TEXTS.whole(track) is whole


@pytest.mark.parametrize(
    ("track", "usable"),
    [
        (make.playable(versions=()), None),
        (make.playable(versions=versions(SILENT)), None),
        (make.playable(versions=versions(make.clip("z", audio_url=None))), None),
        (make.playable(versions=versions(A), closed_attempt=1), None),
        (make.playable(versions=versions(A, B)), Usable((0, 1), versions(A, B))),
        (make.playable(versions=versions(SILENT, STREAM_A)), Usable((1,), versions(RESCUED))),
        (make.playable(versions=versions(NAMELESS, SILENT, B)), Usable((0, 2), versions(NAMELESS, B))),
        (
            make.playable(versions=versions(A) + versions(B, attempt=2), closed_attempt=1),
            Usable((1,), versions(B, attempt=2)),
        ),
    ],
)
def test_of_songs_a_deadline_leaves_those_whose_audio_is_known_to_somebody(track: Track, usable: Usable | None) -> None:
    assert SONGS.usable(track, CDN) == usable


@pytest.mark.parametrize(("track", "usable"), [(make.words(), None), (make.words(texts=(RAIN,)), Usable())])
def test_of_words_a_deadline_leaves_the_texts(track: Track, usable: Usable | None) -> None:
    assert TEXTS.usable(track, CDN) == usable
