"""The body of `POST /tracks`: every field, its bounds, its type, and the name that an error gives it."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from reprise.domain.errors import InvalidInput
from reprise.domain.operations import TRACK
from reprise.domain.requests import Song, camel
from reprise.edge.requests import request_of
from reprise.edge.task_bodies import SongBody, keyed_body
from tests.unit.edge.calls import call

TEXTS = {
    "prompt": 3000, "lyrics": 5000, "title": 100, "modelVersion": 40, "projectId": 128, "negativeTags": 1000,
    "referenceAudioUrl": 2048, "personaId": 128,
}  # fmt: skip
FLAGS = ["hasVocals", "customMode", "makeInstrumental"]
WEIGHTS = ["styleWeight", "weirdnessConstraint", "audioWeight"]
SNAKE = [field.name for field in fields(SongBody)]
EVERYTHING: dict[str, Any] = {
    "provider": "suno", "prompt": "rain", "lyrics": "la", "title": "Rain", "styleTags": ["lofi", "calm"],
    "hasVocals": True, "modelVersion": "V5", "projectId": "p", "customMode": True, "makeInstrumental": False,
    "negativeTags": "metal", "vocalGender": "m", "styleWeight": 0.65, "weirdnessConstraint": 0, "audioWeight": 1,
    "referenceAudioUrl": "https://r.example/a.mp3", "personaId": "x",
}  # fmt: skip


def read(**fields: Any) -> SongBody:
    return keyed_body(SongBody, call(fields))[0]


def errors_of(body: Any, **headers: Any) -> list[str]:
    with pytest.raises(InvalidInput) as refusal:
        keyed_body(SongBody, call(body, **headers))
    return [error.field for error in refusal.value.errors]


def test_everything_at_once() -> None:
    assert read(**EVERYTHING) == SongBody(
        provider="suno", prompt="rain", lyrics="la", title="Rain", style_tags=("lofi", "calm"), has_vocals=True,
        model_version="V5", project_id="p", custom_mode=True, make_instrumental=False, negative_tags="metal",
        vocal_gender="m", style_weight=0.65, weirdness_constraint=0.0, audio_weight=1.0,
        reference_audio_url="https://r.example/a.mp3", persona_id="x",
    )  # fmt: skip


def test_what_is_not_given_has_its_default() -> None:
    assert read(prompt="rain") == SongBody(prompt="rain")
    assert request_of(read(prompt="rain", projectId="p"), TRACK) == Song(prompt="rain")
    given = {field.name: getattr(Song(), field.name) for field in fields(Song)}
    assert {name: value for name, value in given.items() if value is not None} == {"style_tags": ()}


@pytest.mark.parametrize(("name", "most"), TEXTS.items())
def test_a_text_has_bounds_after_cleaning(name: str, most: int) -> None:
    snake = next(field for field in SNAKE if camel(field) == name)
    assert getattr(read(**{"prompt": "rain", name: "x" * most}), snake) == "x" * most
    assert errors_of({"prompt": "rain", name: "x" * (most + 1)}) == [name]
    assert errors_of({"prompt": "rain", name: ""}) == [name]


@pytest.mark.parametrize("name", ["prompt", "lyrics", "title", "negativeTags", "projectId"])
def test_what_cleaning_takes_away_does_not_count(name: str) -> None:
    most = TEXTS[name]
    padded = " " * 50 + "x" * most + "\n" * 50
    assert errors_of({"prompt": "rain", name: "  \n "}) == [name]
    assert isinstance(read(**{"prompt": "rain", name: padded}), Song)


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("wrong", [5, 1.5, True, [], {}, ["x"]])
def test_a_text_is_text(name: str, wrong: Any) -> None:
    assert errors_of({"prompt": "rain", name: wrong}) == [name]


@pytest.mark.parametrize("name", FLAGS)
@pytest.mark.parametrize("wrong", ["true", 1, 0, "yes", []])
def test_a_flag_is_true_or_false(name: str, wrong: Any) -> None:
    assert isinstance(read(**{"prompt": "rain", name: False}), Song)
    assert errors_of({"prompt": "rain", name: wrong}) == [name]


@pytest.mark.parametrize("name", WEIGHTS)
def test_a_weight_is_from_0_to_1(name: str) -> None:
    for fits in (0, 0.0, 0.01, 0.5, 1, 1.0):
        assert isinstance(read(**{"prompt": "rain", name: fits}), Song)
    for wrong in (-0.01, 1.01, 2, -1, "0.5", True, [0.5], float("nan"), float("inf")):
        assert errors_of({"prompt": "rain", name: wrong}) == [name], wrong


@pytest.mark.parametrize("gender", ["m", "f"])
def test_a_voice_is_m_or_f(gender: str) -> None:
    assert read(prompt="rain", vocalGender=gender).vocal_gender == gender


@pytest.mark.parametrize("wrong", ["M", "male", "", 1, ["m"]])
def test_a_voice_is_nothing_else(wrong: Any) -> None:
    assert errors_of({"prompt": "rain", "vocalGender": wrong}) == ["vocalGender"]


@pytest.mark.parametrize("wrong", [5, "", ["suno"]])
def test_a_provider_is_a_name(wrong: Any) -> None:
    assert read(prompt="rain", provider="suno").provider == "suno"
    assert errors_of({"prompt": "rain", "provider": wrong}) == ["provider"]


def test_tags_are_up_to_50_texts_of_200_characters() -> None:
    assert read(prompt="rain", styleTags=["x" * 200] * 50).style_tags == ("x" * 200,) * 50
    assert read(prompt="rain", styleTags=[]).style_tags == ()
    assert read(prompt="rain", styleTags=[" <b>calm</b> "]).style_tags == ("calm",)
    assert errors_of({"prompt": "rain", "styleTags": ["x"] * 51}) == ["styleTags"]
    assert errors_of({"prompt": "rain", "styleTags": ["x", "y" * 201, ""]}) == ["styleTags.1", "styleTags.2"]
    assert errors_of({"prompt": "rain", "styleTags": "calm"}) == ["styleTags"]
    assert errors_of({"prompt": "rain", "styleTags": [5]}) == ["styleTags.0"]


@pytest.mark.parametrize("name", ["unknown", "style_tags", "callBackUrl", "userId", "credits", "Prompt"])
def test_an_unknown_field_is_refused_by_name(name: str) -> None:
    assert errors_of({"prompt": "rain", name: "x"}) == [name]


def test_every_wrong_field_is_told_at_once() -> None:
    assert sorted(errors_of({"prompt": 5, "title": "", "styleWeight": 2, "nope": 1})) == [
        "nope", "prompt", "styleWeight", "title",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "raw", ["", "not json", "[]", "5", "null", '"text"', '{"prompt":', "[" * 100_000, '{"a":' * 50_000]
)
def test_what_is_no_json_object_is_refused(raw: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        keyed_body(SongBody, call(raw=raw))
    assert [error.field for error in refusal.value.errors] == ["body"]


def test_a_lone_surrogate_is_no_text() -> None:
    assert errors_of({"prompt": "\ud800"}) == ["body"]
    assert errors_of({"prompt": "rain", "idempotencyKey": "\ud800"}) == ["idempotencyKey"]


class TestKey:
    @pytest.mark.parametrize("header", ["abc", '"abc"', "  abc ", ' "abc" '])
    def test_a_header_is_quoted_or_bare(self, header: str) -> None:
        assert keyed_body(SongBody, call({"prompt": "rain"}, idempotency_key=header))[1] == "abc"

    def test_it_may_be_in_the_body_or_in_both_places(self) -> None:
        assert keyed_body(SongBody, call({"prompt": "rain", "idempotencyKey": "abc"}))[1] == "abc"
        both = call({"prompt": "rain", "idempotencyKey": "abc"}, idempotency_key='"abc"')
        assert keyed_body(SongBody, both)[1] == "abc"
        assert keyed_body(SongBody, call({"prompt": "rain"}))[1] is None

    @pytest.mark.parametrize("wrong", [5, "", "x" * 256, ["a"], True])
    def test_a_key_in_the_body_is_a_text_of_1_to_255_characters(self, wrong: Any) -> None:
        assert errors_of({"prompt": "rain", "idempotencyKey": wrong}) == ["idempotencyKey"]

    @pytest.mark.parametrize("wrong", ["", '""', " ", "x" * 256])
    def test_a_key_in_the_header_alike(self, wrong: str) -> None:
        assert errors_of({"prompt": "rain"}, idempotency_key=wrong) == ["idempotencyKey"]

    def test_255_characters_fit(self) -> None:
        assert keyed_body(SongBody, call({"prompt": "rain"}, idempotency_key="x" * 255))[1] == "x" * 255
        assert keyed_body(SongBody, call({"prompt": "rain", "idempotencyKey": "x" * 255}))[1] == "x" * 255

    def test_two_different_keys_are_refused(self) -> None:
        assert errors_of({"prompt": "rain", "idempotencyKey": "a"}, idempotency_key="b") == ["idempotencyKey"]
