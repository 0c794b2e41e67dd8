"""What Suno's models would refuse is refused before anything is charged, and the field that is wrong is named."""

from __future__ import annotations

from typing import Any

import pytest

from reprise.domain.errors import InvalidInput
from reprise.domain.requests import Song
from reprise.edge import problems
from reprise.providers.suno.songs import check

OLD = ["V3_5", "V4"]
NEW = ["V4_5", "V4_5PLUS", "V4_5ALL", "V5", "V5_5", "V6", "V6_WILD", "V6_MINI"]
SAFE = ["V4_5ALL", "V6", "V6_WILD", "V6_MINI"]
REFERENCE = "https://r.example/a.mp3"


def wrong(dialect: str = "sunoapi", **fields: Any) -> list[tuple[str, str]]:
    try:
        check(Song(**fields), (), dialect)
    except InvalidInput as error:
        return [(each.field, problems.text(f"field.{each.reason}", "en").format(**each.facts)) for each in error.errors]
    return []


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
    "address",
    [
        "notaurl", "javascript:alert(1)", "ftp://a.example/x", "https:///x", "http://[::1", "//r.example/a",
        "https://127.0.0.1/x", "https://2130706433/", "https://0x7f.1/", "https://127.1/", "https://0177.0.0.1/",
        "https://10.1.2.3/", "https://169.254.169.254/latest", "https://[::1]/", "https://[::ffff:10.0.0.1]/",
        "https://localhost/", "https://localhost./", "https://printer/", "https://nas.local/a.mp3",
        "https://metadata.google.internal/", "https://u:p@r.example/", "https://u@r.example/a.mp3",
        "https://r.example:22/", "https://r.example/a b", "https://r.example/\n", "https://r.ex\tample/",
        "https://r.example\\@127.0.0.1/",
    ],
)  # fmt: skip
def test_a_reference_that_nobody_outside_can_fetch_is_refused(address: str) -> None:
    ((name, message),) = wrong(prompt="rain", reference_audio_url=address)
    assert (name, message.startswith("a public web address")) == ("referenceAudioUrl", True)


@pytest.mark.parametrize(
    "address",
    [REFERENCE, "http://r.example/a", "https://8.8.8.8/a", "https://[2606:4700::1111]/", "https://r.example:443/a",
     "https://\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444/a.mp3", "https://r.example/a.mp3?x=1&y=%20#f"],
)  # fmt: skip
def test_a_public_reference_is_taken(address: str) -> None:
    assert wrong(prompt="rain", reference_audio_url=address) == []


@pytest.mark.parametrize(
    ("wishes", "named"),
    [
        ({"lyrics": "la", "custom_mode": False}, ["customMode"]),
        ({"prompt": "rain", "lyrics": "la", "custom_mode": False}, ["customMode"]),
        ({"prompt": "rain", "has_vocals": True, "make_instrumental": True}, ["makeInstrumental"]),
        ({"prompt": "rain", "has_vocals": False, "make_instrumental": False}, ["makeInstrumental"]),
        ({"lyrics": "la", "make_instrumental": True}, ["lyrics"]),
        ({"lyrics": "la", "has_vocals": False}, ["lyrics"]),
        ({"lyrics": "la", "has_vocals": True, "make_instrumental": True, "custom_mode": False},
         ["customMode", "makeInstrumental", "lyrics"]),
    ],
)  # fmt: skip
def test_wishes_that_contradict_each_other_are_refused(wishes: dict[str, Any], named: list[str]) -> None:
    told = wrong(**wishes)
    assert [name for name, _ in told] == named
    assert [message for _, message in told if "choose" not in message and "leave out" not in message] == []


@pytest.mark.parametrize(
    "wishes",
    [
        {"lyrics": "la", "custom_mode": True}, {"lyrics": "la", "has_vocals": True},
        {"prompt": "rain", "custom_mode": False},
        {"prompt": "rain", "has_vocals": False, "make_instrumental": True},
        {"lyrics": "la", "make_instrumental": False},
        {"prompt": "rain", "custom_mode": True, "make_instrumental": True},
    ],
)  # fmt: skip
def test_wishes_that_go_together_are_taken(wishes: dict[str, Any]) -> None:
    assert wrong(**wishes) == []


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
        ("styleTags", "together with prompt 501 characters; V5 takes 500 without customMode")
    ]
    assert wrong(prompt="rain", style_tags=("x" * 200,) * 3) == [
        ("styleTags", "together with prompt 616 characters; V5 takes 500 without customMode")
    ]
    assert [name for name, _ in wrong(prompt="x" * 501, style_tags=("lofi",))] == ["prompt"]


def test_of_a_style_that_is_too_long_the_field_is_named_that_makes_it_so() -> None:
    assert wrong(lyrics="la", prompt="x" * 1001) == [("prompt", "1001 characters; V5 takes 1000 in custom mode")]
    assert [name for name, _ in wrong(lyrics="la", prompt="x" * 1001, style_tags=("pop",))] == ["prompt"]
    assert [name for name, _ in wrong(lyrics="la", prompt="x" * 600, style_tags=("y" * 200,) * 3)] == ["styleTags"]


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
