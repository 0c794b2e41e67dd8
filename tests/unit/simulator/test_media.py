"""Audio, tags and pictures made by the simulator."""

from __future__ import annotations

import io
import wave
from collections.abc import Callable
from typing import Any

import av
import pytest
from mutagen import id3, mp3
from PIL import Image

from local.simulator.containers import m4a, mp4, wav
from local.simulator.cover import png
from local.simulator.id3 import tag
from local.simulator.melody import POOL_SIZE, render, render_stem, samples
from local.simulator.stems import ALL_NAMES, voices_of
from local.simulator.tasks import Clip, tunes_for

# mutagen has no types
ID3: Any = id3.ID3
MP3: Any = mp3.MP3


@pytest.mark.parametrize("index", [0, 9])
def test_a_melody_is_an_mp3_of_the_announced_length(index: int) -> None:
    melody = render(index)
    info = MP3(io.BytesIO(melody.mp3)).info

    assert info.length == pytest.approx(melody.seconds, abs=0.02)
    assert 5.5 < melody.seconds < 9.5
    assert (info.sample_rate, info.channels) == (22_050, 1)


def test_neighbours_of_the_pool_differ() -> None:
    first, second = render(3), render(4)

    assert first.mp3 != second.mp3
    assert first.seconds != second.seconds


def test_a_task_always_gets_the_same_tunes_and_never_one_twice() -> None:
    tunes = tunes_for("0f1e2d3c", 2)

    assert tunes == tunes_for("0f1e2d3c", 2)
    assert len(set(tunes)) == 2
    assert all(0 <= tune < POOL_SIZE for tune in tunes)


def test_the_tag_names_the_clip_and_leaves_the_audio_alone() -> None:
    audio = tag("Тихая река", "clip-1") + render(0).mp3
    frames = ID3(io.BytesIO(audio))

    assert frames["TIT2"].text == ["Тихая река"]
    assert frames.getall("COMM")[0].text == ["clip-1"]
    assert MP3(io.BytesIO(audio)).info.length == pytest.approx(render(0).seconds, abs=0.02)


def test_a_long_title_needs_more_than_seven_bits() -> None:
    assert ID3(io.BytesIO(tag("x" * 300, "c")))["TIT2"].text == ["x" * 300]


def test_covers_are_pictures_of_their_own() -> None:
    with Image.open(io.BytesIO(png("a"))) as picture:
        picture.load()
        assert (picture.format, picture.size, picture.mode) == ("PNG", (128, 128), "RGB")
    assert png("a") == png("a")
    assert png("a") != png("b")


def test_stems_are_as_long_as_their_song_and_none_is_like_another() -> None:
    stems = {name: render_stem(3, voices_of(name)) for name in ALL_NAMES}

    assert {(len(one.mp3), one.seconds) for one in stems.values()} == {(len(render(3).mp3), render(3).seconds)}
    assert len({one.mp3 for one in stems.values()} | {render(3).mp3}) == len(ALL_NAMES) + 1


CLIP = Clip("clip-1", "task-1", 0, 3, render(3).played(20).seconds, "http://files.test")


def test_a_wav_holds_the_samples_of_the_clip() -> None:
    with wave.open(io.BytesIO(wav(CLIP))) as file:
        shape = (file.getnchannels(), file.getsampwidth(), file.getframerate())
        body = file.readframes(file.getnframes())
    assert shape == (1, 2, 22_050)
    assert len(body) / 2 / 22_050 == pytest.approx(CLIP.seconds, abs=0.02)
    assert body.startswith(samples(3))


@pytest.mark.parametrize(("make", "streams"), [(m4a, ["aac"]), (mp4, ["h264", "aac"])])
def test_what_a_browser_plays_is_as_long_as_the_clip_and_always_the_same(
    make: Callable[[Clip], bytes], streams: list[str]
) -> None:
    body = make(CLIP)
    with av.open(io.BytesIO(body), "r") as file:
        assert [stream.codec_context.name for stream in file.streams] == streams
        assert (file.duration or 0) / 1e6 == pytest.approx(CLIP.seconds, abs=1)
        assert len(list(file.decode(file.streams[0]))) >= 20
    # the index is in front, so that a player can begin
    assert (body[4:8], body.index(b"moov") < body.index(b"mdat")) == (b"ftyp", True)
    make.cache_clear()  # type: ignore[attr-defined]
    assert make(CLIP) == body
