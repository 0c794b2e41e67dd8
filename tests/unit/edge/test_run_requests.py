"""The bodies of runs: what is taken, and which field is named when it is not."""

from __future__ import annotations

from typing import Any

import pytest

from reprise.domain.errors import InvalidInput
from reprise.domain.feelings import Feeling
from reprise.edge.requests import body_as
from reprise.edge.run_requests import DiaryBody, ParcoursBody
from tests.unit.edge.calls import call


def fields_wrong(kind: type, body: Any) -> list[str]:
    with pytest.raises(InvalidInput) as refusal:
        body_as(kind, call(body))
    return sorted({error.field for error in refusal.value.errors})


def journey(**said: Any) -> ParcoursBody:
    return body_as(ParcoursBody, call({"presetKey": "universel-reset", **said}))


def test_a_journey_needs_a_preset_and_nothing_else() -> None:
    assert journey() == ParcoursBody(preset_key="universel-reset")
    assert ParcoursBody(preset_key="x") == ParcoursBody(
        preset_key="x", emotion_state=None, suds_start=None, auto_start=False, idempotency_key=None
    )


def test_a_whole_request() -> None:
    body = journey(emotionState="fear-0.8", sudsStart=7, autoStart=True, idempotencyKey="k")
    assert body == ParcoursBody(
        preset_key="universel-reset",
        emotion_state=Feeling("fear", 0.8),
        suds_start=7,
        auto_start=True,
        idempotency_key="k",
    )


@pytest.mark.parametrize(
    ("said", "feeling"),
    [
        ("fear-0.8", Feeling("fear", 0.8)),
        ({"emotion": "fear", "intensity": 0.8}, Feeling("fear", 0.8)),
        ({"emotion": "fear", "intensity": 1}, Feeling("fear", 1)),
        ({"emotion": "fear", "intensity": 0}, Feeling("fear", 0)),
        ({"emotion": "fear", "intensity": 0.123456}, Feeling("fear", 0.1235)),
        (None, None),
    ],
    ids=str,
)
def test_a_feeling_is_one_text_or_two_fields(said: Any, feeling: Feeling | None) -> None:
    assert journey(emotionState=said).emotion_state == feeling


@pytest.mark.parametrize(
    "said",
    ["", "fear", "fear-1.5", "fear--1", 0.8, 7, True, [], ["fear", 0.8], {}, {"emotion": "fear"}, {"intensity": 0.5},
     {"emotion": "fear", "intensity": "0.5"}, {"emotion": "fear", "intensity": True},
     {"emotion": "fear", "intensity": -0.1}, {"emotion": "fear", "intensity": 1.1},
     {"emotion": "fear", "intensity": None}, {"emotion": 5, "intensity": 0.5}, {"emotion": "", "intensity": 0.5},
     {"emotion": "two words", "intensity": 0.5}, {"emotion": "fear-0.5", "intensity": 0.5},
     {"emotion": "fear", "intensity": 0.5, "why": "x"}, {"emotion": "fear", "intensity": 1e400}],
    ids=lambda said: str(said)[:50] if not isinstance(said, dict) else str(len(said)),
)  # fmt: skip
def test_anything_else_is_no_feeling(said: Any) -> None:
    assert fields_wrong(ParcoursBody, {"presetKey": "universel-reset", "emotionState": said}) == ["emotionState"]


@pytest.mark.parametrize(
    ("said", "field"),
    [({"presetKey": ""}, "presetKey"), ({"presetKey": 5}, "presetKey"), ({"presetKey": "x" * 61}, "presetKey"),
     ({"sudsStart": -1}, "sudsStart"), ({"sudsStart": 11}, "sudsStart"), ({"sudsStart": 5.5}, "sudsStart"),
     ({"sudsStart": "5"}, "sudsStart"), ({"sudsStart": True}, "sudsStart"), ({"autoStart": "yes"}, "autoStart"),
     ({"autoStart": 1}, "autoStart"), ({"notes": "x"}, "notes"), ({"preset": "x"}, "preset"),
     ({"preset_key": "x"}, "preset_key")],
)  # fmt: skip
def test_a_wrong_field_is_named(said: dict[str, Any], field: str) -> None:
    assert fields_wrong(ParcoursBody, {"presetKey": "universel-reset", **said}) == [field]


def test_a_journey_without_a_preset_is_none() -> None:
    assert fields_wrong(ParcoursBody, {}) == ["presetKey"]


@pytest.mark.parametrize("suds", [0, 10])
def test_notes_and_distress_are_taken(suds: int) -> None:
    body = {"sudsMid": suds, "sudsEnd": suds, "notes": "x" * 4000}
    assert body_as(DiaryBody, call(body)) == DiaryBody(suds_mid=suds, suds_end=suds, notes="x" * 4000)
    assert body_as(DiaryBody, call({"notes": ""})) == DiaryBody(notes="")
    assert body_as(DiaryBody, call({})) == DiaryBody()


@pytest.mark.parametrize(
    ("said", "field"),
    [({"notes": "x" * 4001}, "notes"), ({"notes": 5}, "notes"), ({"sudsMid": 11}, "sudsMid"),
     ({"sudsEnd": -1}, "sudsEnd"), ({"sudsEnd": 1.5}, "sudsEnd"), ({"sudsStart": 5}, "sudsStart"),
     ({"title": "x"}, "title")],
)  # fmt: skip
def test_a_wrong_note_is_named(said: dict[str, Any], field: str) -> None:
    assert fields_wrong(DiaryBody, said) == [field]
