"""What real callbacks look like where it differs from the documents; and no JSON at all breaks the parser."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprise.domain.events import Progress
from reprise.domain.states import Stage
from reprise.domain.versions import Clip
from tests.unit.providers.reading import Callback, parse_callback, report_of


def real_clip(name: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"1b9d6bcd-0000-4000-8000-00000000000{name}",
        "audio_url": "",
        "stream_audio_url": f"https://musicfile.example/{name}",
        "source_stream_audio_url": f"https://audiopipe.example/?item_id={name}",
        "image_url": f"https://musicfile.example/{name}.jpeg",
        "prompt": "[Verse]\nmade up",
        "model_name": "chirp-crow",
        "title": "Made Up",
        "tags": "pop, bright",
        "createTime": 1_769_900_000_321,
    } | changes  # fmt: skip


def clips_of(*clips: dict[str, Any]) -> tuple[Clip, ...]:
    body = {"code": 200, "msg": "ok", "data": {"callbackType": "text", "task_id": "0f" * 16, "data": list(clips)}}
    parsed = parse_callback(body)
    assert isinstance(parsed, Callback)
    assert isinstance(parsed.report, Progress)
    return parsed.report.clips


def test_a_real_text_holds_both_clips_with_streams() -> None:
    first, second = clips_of(real_clip("1"), real_clip("2"))
    assert first == Clip(
        provider_audio_id="1b9d6bcd-0000-4000-8000-000000000001",
        stream_url="https://musicfile.example/1",
        cover_url="https://musicfile.example/1.jpeg",
        title="Made Up",
        lyrics="[Verse]\nmade up",
        model_name="chirp-crow",
        tags="pop, bright",
        provider_created_at="2026-01-31T22:53:20.321000Z",
    )
    assert second.plays
    assert second.audio_url is None


@pytest.mark.parametrize(
    "url",
    ["", "https://cdn1.suno.ai/None.mp3", "https://cdn1.suno.ai/none.mp3?x=1", "https://cdn1.suno.ai/null.mp3",
     "https://cdn1.suno.ai/", "None", "null", "ftp://x.example/a.mp3", None, 5, ["https://x.example/a.mp3"]],
)  # fmt: skip
def test_what_is_no_url_of_a_file_is_missing(url: object) -> None:
    (clip,) = clips_of(real_clip("1", audio_url=url, image_url=url, stream_audio_url=url, source_stream_audio_url=url))
    assert (clip.audio_url, clip.cover_url, clip.stream_url, clip.plays) == (None, None, None, False)


def test_the_source_stands_in_for_a_missing_url() -> None:
    (clip,) = clips_of(real_clip("1", source_audio_url="https://s.example/1.mp3", stream_audio_url=""))
    assert (clip.audio_url, clip.stream_url) == ("https://s.example/1.mp3", "https://audiopipe.example/?item_id=1")


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("2026-02-01 10:11:12", "2026-02-01T10:11:12Z"), ("2026-02-01T10:11:12+02:00", "2026-02-01T08:11:12Z"),
        (1_700_000_000_000, "2023-11-14T22:13:20Z"),
        (1_700_000_000_000.0, "2023-11-14T22:13:20Z"),
        (1_700_000_000, "2023-11-14T22:13:20Z"), ("1700000000", "2023-11-14T22:13:20Z"),
        (1_700_000_000.5, "2023-11-14T22:13:20.500000Z"), ("1700000000.5", "2023-11-14T22:13:20.500000Z"),
        ("1700000000123", "2023-11-14T22:13:20.123000Z"), ("20260201", None),
        ("", None), ("soon", None), (None, None), (0, None), (-5, None), (10**15, None), (10**400, None), (["x"], None),
        (True, None), (float("nan"), None), (float("inf"), None), ("9" * 16, None), ("9" * 5000, None),
        ("²" * 10, None),
        ("0001-01-01T00:00:00+14:00", None), ("9999-12-31T23:59:59-14:00", None), ("\ud800", None),
        ("9999-12-31T23:59:59", "9999-12-31T23:59:59Z"),
    ],
    ids=lambda value: ascii(value)[:30],
)  # fmt: skip
def test_the_time_of_making_is_told_as_text_or_since_the_epoch_and_kept_as_rfc_3339(
    told: object, kept: str | None
) -> None:
    assert clips_of(real_clip("1", createTime=told))[0].provider_created_at == kept


@pytest.mark.parametrize(
    ("told", "kept"),
    [(181.2, 181.2), (60, 60.0), (0.01, 0.01), (86400, 86400.0), (0, None), (-1, None), (None, None),
     (True, None), (86401, None), (10**400, None), (float("inf"), None), (float("nan"), None), (1e-200, None)],
)  # fmt: skip
def test_a_length_is_a_number_that_a_song_can_have(told: object, kept: float | None) -> None:
    assert clips_of(real_clip("1", duration=told))[0].duration_seconds == kept


def test_what_is_empty_or_of_another_kind_is_missing() -> None:
    (clip,) = clips_of(real_clip("1", title="", tags=None, prompt=5, model_name=["x"]))
    assert (clip.title, clip.tags, clip.lyrics, clip.model_name) == (None, None, None, None)


def test_entries_that_are_no_clips_are_passed_over() -> None:
    body = {"data": {"callbackType": "complete", "task_id": "t", "data": [None, 5, {}, {"x": 1}, real_clip("1")]}}
    parsed = parse_callback(body)
    assert parsed
    assert isinstance(parsed.report, Progress)
    assert len(parsed.report.clips) == 1


NAMES = ["code", "msg", "data", "task_id", "taskId", "callbackType", "stage", "status", "id", "audio_url", "audioUrl",
         "stream_audio_url", "duration", "createTime", "errorCode", "errorMessage", "response", "sunoData"]  # fmt: skip
WORDS = ["text", "first", "complete", "error", "SUCCESS", "²", "9" * 5000, "https://x.example/a.mp3", "FAILED"]
LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(WORDS)
    | st.sampled_from([10**400, -(10**400)])
)  # fmt: skip
ANY_JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=3), inner),
    max_leaves=15,
)


@given(ANY_JSON)
def test_no_json_breaks_the_parser(body: object) -> None:
    parsed = parse_callback(body)
    assert parsed is None or parsed.stage in set(Stage)


@given(st.dictionaries(st.sampled_from(NAMES), ANY_JSON))
def test_no_record_breaks_the_reader(data: dict[str, Any]) -> None:
    report = report_of(data)
    assert report is None or report.attempt is None


def test_bounds_of_json_itself_are_no_problem() -> None:
    body = json.loads('{"data": {"callbackType": "first", "task_id": "t", "data": [{"id": "a", "duration": 1e999}]}}')
    assert parse_callback(body)


@pytest.mark.parametrize(
    ("told", "kept"),
    [("123.4", 123.4), ("99", 99.0), (99, 99.0), ("", None), ("soon", None), ("-1", None), ("1e5", None), (True, None)],
)
def test_a_length_is_a_number_or_the_text_of_one(told: object, kept: float | None) -> None:
    assert clips_of(real_clip("1", duration=told))[0].duration_seconds == kept
