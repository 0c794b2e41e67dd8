"""A request in Suno's own fields, and each model's limits, before anything is charged."""

from __future__ import annotations

from typing import Any

import pytest

from reprise.domain.errors import InvalidInput
from reprise.domain.requests import Song
from reprise.providers.suno.songs import check, fields_of, path_of

OLD = ["V3_5", "V4"]
NEW = ["V4_5", "V4_5PLUS", "V4_5ALL", "V5", "V5_5", "V6", "V6_WILD", "V6_MINI"]
SAFE = ["V4_5ALL", "V6", "V6_WILD", "V6_MINI"]
URL = "https://api.example/v1/webhooks/suno?track=t&token=x"
REFERENCE = "https://r.example/a.mp3"


def order(**fields: Any) -> dict[str, Any]:
    return fields_of(Song(**fields), URL)


def wrong(dialect: str = "sunoapi", **fields: Any) -> list[tuple[str, str]]:
    try:
        check(Song(**fields), dialect)
    except InvalidInput as error:
        return [(each.field, each.message) for each in error.errors]
    return []


@pytest.mark.parametrize(
    ("request_fields", "theirs"),
    [
        ({"prompt": "rain"}, {"customMode": False, "instrumental": False, "prompt": "rain"}),
        (
            {"prompt": "rain", "style_tags": ("lofi", "calm")},
            {"customMode": False, "instrumental": False, "prompt": "rain Style: lofi, calm"},
        ),
        (
            {"lyrics": "[Verse] la\nla", "style_tags": ("pop",)},
            {"customMode": True, "instrumental": False, "prompt": "[Verse] la\nla", "style": "pop",
             "title": "[Verse] la"},
        ),
        (
            {"lyrics": "la", "prompt": "a calm song", "title": "La"},
            {"customMode": True, "instrumental": False, "prompt": "la", "style": "a calm song", "title": "La"},
        ),
        (
            {"prompt": "words to sing", "custom_mode": True},
            {"customMode": True, "instrumental": False, "prompt": "words to sing", "style": "any style",
             "title": "words to sing"},
        ),
        (
            {"prompt": "rain", "custom_mode": True, "make_instrumental": True, "style_tags": ("piano",)},
            {"customMode": True, "instrumental": True, "style": "piano, rain", "title": "rain"},
        ),
        (
            {"lyrics": "la", "prompt": "a calm song", "style_tags": ("pop",)},
            {"customMode": True, "instrumental": False, "prompt": "la", "style": "pop, a calm song", "title": "la"},
        ),
        ({"lyrics": "la", "custom_mode": False}, {"customMode": False, "instrumental": False, "prompt": "la"}),
        ({"prompt": "rain", "has_vocals": False}, {"customMode": False, "instrumental": True, "prompt": "rain"}),
        ({"prompt": "rain", "has_vocals": True}, {"customMode": False, "instrumental": False, "prompt": "rain"}),
        (
            {"prompt": "rain", "has_vocals": False, "make_instrumental": False},
            {"customMode": False, "instrumental": False, "prompt": "rain"},
        ),
    ],
)  # fmt: skip
def test_a_request_in_sunos_fields(request_fields: dict[str, Any], theirs: dict[str, Any]) -> None:
    assert order(**request_fields) == {"model": "V5", "callBackUrl": URL, **theirs}


def test_a_made_up_title_is_the_first_eighty_characters_of_the_first_line() -> None:
    assert order(lyrics="x" * 79 + " y\nsecond")["title"] == "x" * 79
    assert len(order(lyrics="x" * 81)["title"]) == 80


def test_what_tunes_a_song_goes_along_and_what_is_not_given_does_not() -> None:
    tuning = {
        "negative_tags": "metal", "vocal_gender": "f", "style_weight": 0.5, "weirdness_constraint": 0.0,
        "audio_weight": 1.0, "persona_id": "p",
    }  # fmt: skip
    assert order(prompt="rain", model_version="V4", **tuning) == {
        "model": "V4", "callBackUrl": URL, "customMode": False, "instrumental": False, "prompt": "rain",
        "negativeTags": "metal", "vocalGender": "f", "styleWeight": 0.5, "weirdnessConstraint": 0.0,
        "audioWeight": 1.0, "personaId": "p",
    }  # fmt: skip


def test_a_reference_recording_makes_it_a_cover() -> None:
    request = Song(prompt="rain", reference_audio_url=REFERENCE)
    assert path_of(request) == "/api/v1/generate/upload-cover"
    assert fields_of(request, URL)["uploadUrl"] == REFERENCE
    assert path_of(Song(prompt="rain")) == "/api/v1/generate"
    assert "uploadUrl" not in order(prompt="rain")


@pytest.mark.parametrize(
    ("models", "field", "name", "bound"),
    [
        (OLD, "lyrics", "lyrics", 3000),
        (NEW, "lyrics", "lyrics", 5000),
        (OLD + SAFE, "title", "title", 80),
        (sorted({*NEW} - {*SAFE}), "title", "title", 100),
    ],
)
def test_a_models_own_limits_in_custom_mode(models: list[str], field: str, name: str, bound: int) -> None:
    for model in models:
        usual = {"lyrics": "la", "model_version": model}
        assert wrong(**(usual | {field: "x" * bound})) == []
        assert wrong(**(usual | {field: "x" * (bound + 1)})) == [
            (name, f"{bound + 1} characters; {model} takes {bound} in custom mode")
        ]


@pytest.mark.parametrize("model", OLD + NEW)
def test_kie_takes_eighty_characters_of_title_whatever_the_model(model: str) -> None:
    assert wrong("kie", lyrics="la", model_version=model, title="x" * 80) == []
    assert [field for field, _ in wrong("kie", lyrics="la", model_version=model, title="x" * 81)] == ["title"]


def test_a_title_that_is_not_sent_is_not_measured() -> None:
    assert wrong(prompt="rain", model_version="V4", title="x" * 100) == []


@pytest.mark.parametrize(
    "address", ["notaurl", "javascript:alert(1)", "ftp://a.example/x", "https:///x", "http://[::1"]
)
def test_a_reference_that_nobody_can_fetch_is_refused(address: str) -> None:
    assert wrong(prompt="rain", reference_audio_url=address) == [("referenceAudioUrl", "a web address, https://...")]


@pytest.mark.parametrize(("models", "bound"), [(OLD, 200), (NEW, 1000)])
def test_a_models_limit_of_style_counts_the_separators(models: list[str], bound: int) -> None:
    for model in models:
        assert wrong(lyrics="la", model_version=model, style_tags=("x" * (bound - 3), "y")) == []
        over = wrong(lyrics="la", model_version=model, style_tags=("x" * (bound - 3), "yy"))
        assert over == [("styleTags", f"{bound + 1} characters; {model} takes {bound} in custom mode")]


def test_without_custom_mode_the_description_has_500_characters_style_included() -> None:
    assert wrong(prompt="x" * 500) == []
    assert wrong(prompt="x" * 501) == [("prompt", "501 characters; V5 takes 500 without customMode")]
    assert wrong(prompt="x" * 488, style_tags=("lofi",)) == []
    assert wrong(prompt="x" * 489, style_tags=("lofi",)) == [
        ("prompt", "501 characters; V5 takes 500 without customMode")
    ]


def test_a_sung_prompt_has_the_limit_of_lyrics() -> None:
    assert wrong(prompt="x" * 3000, custom_mode=True, model_version="V4") == []
    assert wrong(prompt="x" * 3001, custom_mode=True, model_version="V4") == [
        ("prompt", "3001 characters; V4 takes 3000 in custom mode")
    ]


def test_all_that_is_too_long_is_told_at_once() -> None:
    told = wrong(lyrics="x" * 5001, title="x" * 101, style_tags=("x" * 1001,))
    assert [name for name, _ in told] == ["title", "lyrics", "styleTags"]


def test_an_unknown_model_is_refused() -> None:
    ((name, message),) = wrong(prompt="rain", model_version="V99")
    assert name == "modelVersion"
    assert all(model in message for model in OLD + NEW)
