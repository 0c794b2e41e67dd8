"""However long, deep or odd a callback is: what is read of it is short, and nothing of it is an error."""

from __future__ import annotations

from dataclasses import astuple

import pytest

from reprise.domain.clips import MOST_VERSIONS
from reprise.domain.events import Progress
from reprise.providers.suno.payload import read
from tests.unit.providers.reading import parse_callback
from tests.unit.providers.test_payload_reality import clips_of, real_clip


def test_what_no_item_could_hold_is_cut_and_half_a_character_is_replaced() -> None:
    clips = [{"id": f"clip-{number}", "audio_url": "https://files.example/a.mp3"} for number in range(500)]
    clips[0] |= {"prompt": "la" * 100_000, "title": "\ud83c", "image_url": "https://files.example/" + "i" * 5000}
    told = parse_callback({"data": clips, "taskId": "task"})
    assert told is not None
    assert isinstance(told.report, Progress)
    first = told.report.clips[0]
    assert len(told.report.clips) == 10
    assert (len(first.lyrics or ""), first.title, first.cover_url) == (6000, "?", None)


def test_a_whole_track_of_the_longest_texts_fits_into_an_item() -> None:
    wide = "\U0001f3b5" * 10_000
    longest = {"prompt": wide, "title": wide, "tags": wide, "model_name": wide, "id": wide[:128]}
    url = "https://files.example/" + "i" * 2026
    urls = dict.fromkeys(("audio_url", "image_url", "stream_audio_url", "video_url"), url)
    (clip,) = clips_of(real_clip("1", **longest, **urls))
    assert clip.video_url
    told = [value for value in astuple(clip) if isinstance(value, str)]
    assert MOST_VERSIONS * sum(len(value.encode()) for value in told) < 360_000


def test_what_cannot_be_an_id_is_none() -> None:
    for name in ("x" * 129, "a\nb", ""):
        assert clips_of(real_clip("1", id=name))[0].provider_audio_id is None


def test_a_url_with_a_control_character_is_none() -> None:
    assert clips_of(real_clip("1", image_url="https://x.example/a\r\nb.jpg"))[0].cover_url is None


def nested(depth: int, inner: str = "1", key: str = "data") -> str:
    return f'{{"{key}": ' * depth + inner + "}" * depth


@pytest.mark.parametrize("depth", [10, 300, 900, 100_000])
@pytest.mark.parametrize("key", ["data", "status", "x"])
def test_depth_is_no_problem(depth: int, key: str) -> None:
    for body in (nested(depth, key=key), f'{{"taskId": "t", "data": [{{"status": {nested(depth)}}}]}}',
                 f'{{"data": [{{"status": {"[" * depth}{"]" * depth}}}]}}'):  # fmt: skip
        assert read(body) is None


def test_a_byte_order_mark_is_passed_over() -> None:
    assert read('\ufeff{"stage": "first", "streamUrl": "https://f.example/a"}')
    assert read('\ufeff\ufeff{"stage": "first"}') is None


@pytest.mark.parametrize("task", ["x" * 129, "with\nbreak", "\ud800"])
def test_what_cannot_be_a_task_id_is_none(task: str) -> None:
    parsed = parse_callback({"code": 200, "msg": "ok", "data": {"callbackType": "text", "task_id": task, "data": []}})
    assert parsed
    assert parsed.task_id is None
