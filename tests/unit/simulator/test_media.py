"""Audio, tags and pictures made by the simulator."""

from __future__ import annotations

import io
from typing import Any

import pytest
from mutagen import id3, mp3
from PIL import Image

from local.simulator.cover import png
from local.simulator.id3 import tag
from local.simulator.melody import POOL_SIZE, render
from local.simulator.tasks import tunes_for

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
