"""What would be refused of work on a version is refused before anything is charged, and the field is named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from reprise.domain.errors import InvalidInput, UnsupportedFeature
from reprise.domain.operations import OPERATIONS
from reprise.domain.requests import AddInstrumental, AddVocals, Cover, Extend, Persona, Replace, Request, Stems, Wav
from reprise.edge import problems
from reprise.providers.suno.provider import Suno
from tests.unit.providers.talking import BOTH, SOURCE

LONG = "this version is too long: the provider takes 480 seconds"


def wrong(name: str, request: Request, dialect: str = "sunoapi", **source: Any) -> list[tuple[str, str]]:
    try:
        Suno(dialect=dialect).check(OPERATIONS[name], request, (replace(SOURCE, **source),))
    except InvalidInput as error:
        return [(each.field, problems.text(f"field.{each.reason}", "en").format(**each.facts)) for each in error.errors]
    return []


@pytest.mark.parametrize(
    ("dialect", "start", "end", "message"),
    [
        ("sunoapi", 10, 20, None), ("sunoapi", 10, 19.99, "at least 10 seconds after startAt"),
        ("sunoapi", 0, 100, None), ("sunoapi", 0, 100.01, "at most 100 seconds after startAt"),
        ("kie", 10, 16, None), ("kie", 10, 15.99, "at least 6 seconds after startAt"),
        ("kie", 10, 70, None), ("kie", 10, 70.01, "at most 60 seconds after startAt"),
        ("kie", 190, 200, None), ("kie", 190, 200.5, "at most 200: the song ends there"),
        ("kie", 20, 20, "later than startAt"), ("sunoapi", 30, 20, "later than startAt"),
        ("kie", 20, 20.004, "later than startAt"),
    ],
)  # fmt: skip
def test_a_part_lies_in_the_song_and_has_a_length_that_is_taken(
    dialect: str, start: float, end: float, message: str | None
) -> None:
    told = wrong("replace", Replace(start_at=start, end_at=end), dialect)
    assert told == ([("endAt", message)] if message else [])


def test_of_a_song_of_unknown_length_any_part_may_be_wished_for() -> None:
    assert wrong("replace", Replace(start_at=1000, end_at=1900), seconds=None) == []
    assert [field for field, _ in wrong("replace", Replace(start_at=1000, end_at=1900), "kie", seconds=None)] == [
        "endAt"
    ]


@pytest.mark.parametrize("dialect", BOTH)
@pytest.mark.parametrize(
    ("wishes", "most", "model"),
    [("title", 80, "V4"), ("title", 100, "V5"), ("lyrics", 3000, "V4"), ("lyrics", 5000, "V5")],
)
def test_a_part_has_the_bounds_of_its_songs_model(dialect: str, wishes: str, most: int, model: str) -> None:
    def asked(length: int) -> Replace:
        wished: dict[str, Any] = {wishes: "x" * length}
        return Replace(start_at=10, end_at=30, **wished)

    assert wrong("replace", asked(most), dialect, model=model) == []
    assert wrong("replace", asked(most + 1), dialect, model=model) == [
        (wishes, f"{most + 1} characters; {model} takes {most}")
    ]


def test_a_style_counts_its_separators() -> None:
    tags = ("x" * 100, "y" * 99)
    assert wrong("replace", Replace(start_at=10, end_at=30, style_tags=tags), model="V4") == [
        ("styleTags", "201 characters; V4 takes 200")
    ]


def test_a_voice_needs_something_to_sing() -> None:
    assert wrong("vocals", AddVocals()) == [("prompt", "required")]
    assert wrong("instrumental", AddInstrumental()) == []


@pytest.mark.parametrize("source", ["V4", "V3_5"])
def test_what_is_added_has_the_bounds_of_the_model_that_adds_it(source: str) -> None:
    assert wrong("vocals", AddVocals(prompt="x" * 3000, title="t" * 100), model=source) == []
    assert wrong("instrumental", AddInstrumental(style_tags=("x" * 1001,)), model=source) == [
        ("styleTags", "1001 characters; V4_5PLUS takes 1000")
    ]


@pytest.mark.parametrize("dialect", BOTH)
@pytest.mark.parametrize(
    ("name", "request_"),
    [("cover", Cover(prompt="rain")), ("vocals", AddVocals(prompt="la")), ("instrumental", AddInstrumental())],
)
def test_a_recording_of_eight_minutes_is_taken(name: str, request_: Request, dialect: str) -> None:
    assert wrong(name, request_, dialect, seconds=480.0) == []
    assert wrong(name, request_, dialect, seconds=None) == []
    assert wrong(name, request_, dialect, seconds=480.5) == [("variantIndex", LONG)]


def test_a_cover_has_a_songs_bounds() -> None:
    assert wrong("cover", Cover()) == [("prompt", "required unless lyrics are given")]
    assert [field for field, _ in wrong("cover", Cover(prompt="x" * 501))] == ["prompt"]
    assert [field for field, _ in wrong("cover", Cover(lyrics="la", make_instrumental=True))] == ["lyrics"]
    assert [field for field, _ in wrong("cover", Cover(prompt="a", model_version="V99"))] == ["modelVersion"]


@pytest.mark.parametrize("dialect", BOTH)
def test_titles_of_what_is_made_of_a_song_may_be_longer_than_of_new_ones_at_kie(dialect: str) -> None:
    assert wrong("cover", Cover(lyrics="la", title="x" * 100), dialect) == []
    assert wrong("extend", Extend(continue_at=3, title="x" * 100), dialect) == []
    assert [field for field, _ in wrong("cover", Cover(lyrics="la", title="x" * 101), dialect)] == ["title"]


def test_of_the_oldest_model_no_persona_can_be_made() -> None:
    with pytest.raises(UnsupportedFeature) as caught:
        wrong("persona", Persona(name="N", description="D"), model="V3_5")
    assert caught.value.facts == {"model": "V3_5"}


def test_files_of_a_song_are_never_refused_before() -> None:
    assert [wrong("stems", Stems()), wrong("wav", Wav())] == [[], []]


def test_the_sixth_model_takes_longer_descriptions() -> None:
    assert wrong("cover", Cover(prompt="x" * 3000, model_version="V6")) == []
    assert [field for field, _ in wrong("cover", Cover(prompt="x" * 3000, model_version="V5"))] == ["prompt"]
