"""Validation, limits, refusals and the draw of faults."""

from __future__ import annotations

from typing import Any

import pytest

from local.simulator.dialects import Reason, Refusal, refused
from local.simulator.faults import Faults, Rule
from local.simulator.limits import Credits, SlidingWindow
from local.simulator.operations import OPERATIONS, Operation
from local.simulator.validation import first_problem, limits

BY_NAME = {operation.name: operation for operation in OPERATIONS}
GENERATE: dict[str, Any] = {
    "customMode": True, "instrumental": False, "model": "V5", "prompt": "p", "style": "s", "title": "t",
    "callBackUrl": "https://app.test/hook",
}  # fmt: skip
EXAMPLES: dict[str, dict[str, Any]] = {
    "generate": {},
    "extend": {"customMode": None, "defaultParamFlag": False, "audioId": "a"},
    "upload-cover": {"uploadUrl": "https://files.test/a.mp3"},
    "upload-extend": {"customMode": None, "uploadUrl": "https://files.test/a.mp3", "defaultParamFlag": False},
    "add-instrumental": {"customMode": None, "uploadUrl": "u", "tags": "t", "negativeTags": "n"},
    "add-vocals": {"customMode": None, "uploadUrl": "u", "negativeTags": "n"},
    "mashup": {"uploadUrlList": ["u", "v"]},
    "replace-section": {"customMode": None, "callBackUrl": None, "taskId": "t", "audioId": "a", "tags": "x",
                        "infillStartS": 1.5, "infillEndS": 12},
    "lyrics": {"customMode": None},
    "wav": {"customMode": None, "taskId": "t", "audioId": "a"},
    "mp4": {"customMode": None, "taskId": "t", "audioId": "a"},
    "vocal-removal": {"customMode": None, "taskId": "t", "audioId": "a"},
}  # fmt: skip


def body_for(name: str, **changes: Any) -> dict[str, Any]:
    merged = GENERATE | EXAMPLES[name] | changes
    return {field: value for field, value in merged.items() if value is not None}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_every_operation_takes_its_example_and_misses_each_field(operation: Operation) -> None:
    assert first_problem(operation, body_for(operation.name), "sunoapi") is None
    for field in operation.required:
        refusal = first_problem(operation, body_for(operation.name, **{field: None}), "sunoapi")
        assert refusal == Refusal(Reason.INVALID, f"Please enter {field}")


@pytest.mark.parametrize(
    ("operation", "model", "dialect", "custom", "expected"),
    [
        ("generate", "V4", "sunoapi", True, (3000, 200, 80)),
        ("generate", "V4_5", "sunoapi", True, (5000, 1000, 100)),
        ("generate", "V4_5ALL", "sunoapi", True, (5000, 1000, 80)),
        ("generate", "V5_5", "kie", True, (5000, 1000, 80)),
        ("extend", "V5_5", "kie", True, (5000, 1000, 100)),
        ("generate", "V5", "sunoapi", False, (500, 1000, 100)),
    ],
)
def test_limits_of_text(operation: str, model: str, dialect: str, custom: bool, expected: tuple[int, int, int]) -> None:
    found = limits(operation, {"model": model, "customMode": custom}, dialect)

    assert (found["prompt"], found["style"], found["title"]) == expected


def test_lyrics_take_two_hundred_characters() -> None:
    refusal = first_problem(BY_NAME["lyrics"], body_for("lyrics", prompt="x" * 201), "kie")

    assert refusal is not None
    assert refusal.reason is Reason.TOO_LONG


@pytest.mark.parametrize(("field", "value"), [
    ("styleWeight", True), ("audioWeight", -0.1), ("weirdnessConstraint", "0.5"), ("personaModel", "robot"),
])  # fmt: skip
def test_tuning_out_of_range(field: str, value: object) -> None:
    refusal = first_problem(BY_NAME["generate"], body_for("generate", **{field: value}), "sunoapi")

    assert refusal is not None
    assert field in refusal.message


@pytest.mark.parametrize(
    ("reason", "sunoapi", "kie"),
    [
        (Reason.UNAUTHORIZED, (401, 200), (401, 200)),
        (Reason.CREDITS, (429, 200), (402, 200)),
        (Reason.RATE, (430, 200), (429, 429)),
        (Reason.TOO_LONG, (413, 200), (422, 200)),
        (Reason.INVALID, (400, 200), (422, 200)),
        (Reason.BAD_JSON, (400, 200), (400, 200)),
    ],
)
def test_numbers_mean_different_things(reason: Reason, sunoapi: tuple[int, int], kie: tuple[int, int]) -> None:
    for dialect, (code, status) in (("sunoapi", sunoapi), ("kie", kie)):
        answer = refused(dialect, "generate", Refusal(reason))
        assert (answer.body["code"], answer.status, answer.body["data"]) == (code, status, None)


def test_a_window_slides_and_refusals_do_not_count() -> None:
    window = SlidingWindow()

    assert [window.allows("k", now, 2, 10) for now in (0.0, 5.0, 6.0, 9.9, 10.0, 14.9, 15.0)] == [
        True, True, False, False, True, False, True,
    ]  # fmt: skip
    assert window.allows("other", 6.0, 2, 10)
    assert window.allows("k", 6.0, 0, 10)


def test_credits_are_taken_whole_or_not_at_all() -> None:
    purse = Credits(20)

    assert (purse.take("k", 12), purse.take("k", 12), purse.left("k")) == (True, False, 8)
    purse.give("k", 12)
    assert (purse.left("k"), purse.left("other")) == (20, 20)


def test_count_goes_to_the_first_that_match() -> None:
    rule = Rule.of({"kind": "create_error", "count": 2, "match": "slow"})

    assert [rule.hits(number, text) for number, text in enumerate(["slow", "fast", "slow", "slow"])] == [
        True, False, True, False,
    ]  # fmt: skip
    assert rule.hits(0, "slow")


def test_a_draw_depends_on_seed_and_number_only() -> None:
    def drawn(seed: int, numbers: list[int]) -> dict[int, bool]:
        rule = Rule.of({"kind": "asset_empty", "rate": 0.3, "seed": seed})
        return {number: rule.hits(number, "") for number in numbers}

    forwards = list(range(200))
    assert drawn(1, forwards) == drawn(1, forwards[::-1])
    assert drawn(1, forwards) != drawn(2, forwards)
    assert 30 < sum(drawn(1, forwards).values()) < 90


def test_fetches_are_counted_for_each_file() -> None:
    rule = Rule.of({"kind": "asset_empty", "fetches": 1})

    assert [rule.spend("a"), rule.spend("a"), rule.spend("b")] == [True, False, True]


def test_stages_narrow_a_fault() -> None:
    faults = Faults()
    faults.rules.append(Rule.of({"kind": "callback_lost", "stages": ["first"]}))

    assert faults.find("callback_lost", 1, {}, "first")
    assert faults.find("callback_lost", 1, {}, "complete") is None


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="asteroid"):
        Rule.of({"kind": "asteroid"})
