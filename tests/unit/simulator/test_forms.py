"""What a request must hold, operation by operation and dialect by dialect, and what it costs."""

from __future__ import annotations

from typing import Any

import pytest

from local.simulator.config import Config
from local.simulator.dialects import Reason, Refusal
from local.simulator.operations import OPERATIONS, Operation
from local.simulator.prices import price
from local.simulator.validation import first_problem, limits

BY_NAME = {operation.name: operation for operation in OPERATIONS}
GENERATE: dict[str, Any] = {
    "customMode": True, "instrumental": False, "model": "V5", "prompt": "p", "style": "s", "title": "t",
    "callBackUrl": "https://app.test/hook",
}  # fmt: skip
UPLOAD = {"uploadUrl": "https://files.test/a.mp3"}
SONG = {"customMode": None, "model": None, "taskId": "t", "audioId": "a"}
EXAMPLES: dict[str, dict[str, Any]] = {
    "generate": {},
    "extend": {"customMode": None, "defaultParamFlag": False, "audioId": "a"},
    "upload-cover": UPLOAD,
    "upload-extend": UPLOAD | {"customMode": None, "defaultParamFlag": False, "continueAt": 3},
    "add-instrumental": UPLOAD | {"customMode": None, "tags": "t", "negativeTags": "n"},
    "add-vocals": UPLOAD | {"customMode": None, "negativeTags": "n"},
    "mashup": {"uploadUrlList": ["https://files.test/a.mp3", "https://files.test/b.mp3"]},
    "replace-section": SONG | {"tags": "x", "infillStartS": 1.5, "infillEndS": 12, "fullLyrics": "l"},
    "lyrics": {"customMode": None},
    "wav": SONG,
    "mp4": SONG,
    "vocal-removal": SONG,
    "recovery": {"customMode": None, "sunoTaskId": "t"},
    "timestamped-lyrics": SONG | {"callBackUrl": None},
    "persona": SONG | {"callBackUrl": None, "name": "n", "description": "d"},
    "boost-style": {"customMode": None, "callBackUrl": None, "content": "calm"},
}
DIALECTS = pytest.mark.parametrize("dialect", ["sunoapi", "kie"])


def body_for(name: str, /, **changes: Any) -> dict[str, Any]:
    merged = GENERATE | EXAMPLES[name] | changes
    return {field: value for field, value in merged.items() if value is not None}


@DIALECTS
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_every_operation_takes_its_example_and_misses_each_field(operation: Operation, dialect: str) -> None:
    assert first_problem(operation, body_for(operation.name), dialect) is None
    for field in operation.required_by(dialect):
        refusal = first_problem(operation, body_for(operation.name, **{field: None}), dialect)
        assert refusal == Refusal(Reason.INVALID, f"Please enter {field}")


SILENT = {("replace-section", "kie")} | {
    (name, dialect) for name in ("timestamped-lyrics", "persona", "boost-style") for dialect in ("sunoapi", "kie")
}


@DIALECTS
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_what_calls_back_wants_to_know_where(operation: Operation, dialect: str) -> None:
    refusal = first_problem(operation, body_for(operation.name, callBackUrl=None), dialect)

    assert refusal == (None if (operation.name, dialect) in SILENT else Refusal(Reason.NO_CALLBACK))


BOTH = ("sunoapi", "kie")


@pytest.mark.parametrize(("name", "changes", "refused_by"), [
    *((name, {"uploadUrl": url}, BOTH)
      for name in ("upload-cover", "upload-extend", "add-instrumental", "add-vocals")
      for url in ("u", "ftp://files.test/a.mp3", "https://", "https://files test/a", "//files.test/a", "http://[x/a")),
    ("mashup", {"uploadUrlList": ["https://files.test/a.mp3"]}, BOTH),
    ("mashup", {"uploadUrlList": ["https://files.test/a.mp3", "u"]}, BOTH),
    ("add-vocals", {"model": None}, ()), ("add-vocals", {"model": "V5"}, ()),
    ("add-vocals", {"model": "V4_5"}, BOTH), ("add-vocals", {"model": "V5_5"}, ("sunoapi",)),
    ("add-instrumental", {"model": "V4_5PLUS"}, ()), ("add-instrumental", {"model": "V5_5"}, ("sunoapi",)),
    ("replace-section", {"infillEndS": 7.49}, BOTH), ("replace-section", {"infillEndS": 7.5}, ("sunoapi",)),
    ("replace-section", {"infillEndS": 11.49}, ("sunoapi",)), ("replace-section", {"infillEndS": 11.5}, ()),
    ("replace-section", {"infillEndS": 61.5}, ()), ("replace-section", {"infillEndS": 61.51}, ("kie",)),
    ("replace-section", {"infillEndS": 12.345}, BOTH), ("replace-section", {"infillEndS": 1}, BOTH),
    ("replace-section", {"infillStartS": -1}, BOTH), ("replace-section", {"infillStartS": "1"}, BOTH),
    ("replace-section", {"fullLyrics": None}, ("sunoapi",)), ("replace-section", {"taskId": None}, BOTH),
    ("replace-section", {"audioId": None}, BOTH),
    ("replace-section", UPLOAD | {"model": "V5"}, ("sunoapi",)),
    ("replace-section", UPLOAD | {"model": "V5", "taskId": None, "audioId": None}, ("kie",)),
    ("replace-section", UPLOAD | {"taskId": None, "audioId": None}, BOTH),
    ("replace-section", {"variety": 4}, ()), ("replace-section", {"variety": 5}, BOTH),
    ("generate", {"duration": 360}, ()), ("generate", {"duration": 361}, BOTH), ("generate", {"duration": "x"}, BOTH),
    ("vocal-removal", {"type": "separate_vocal"}, ()), ("vocal-removal", {"type": "split_stem"}, ()),
    ("vocal-removal", {"type": "drums"}, BOTH),
    ("mp4", {"author": "x" * 50, "domainName": "y" * 50}, ()), ("mp4", {"author": "x" * 51}, BOTH),
    ("mp4", {"domainName": "x" * 51}, BOTH), ("mp4", {"author": 1}, BOTH),
    ("timestamped-lyrics", {"audioId": None}, BOTH), ("timestamped-lyrics", {"musicIndex": 1}, ()),
    ("timestamped-lyrics", {"audioId": None, "musicIndex": 1}, ("kie",)),
    ("timestamped-lyrics", {"audioId": None, "musicIndex": 2}, BOTH),
    ("persona", {"vocalStart": 5, "vocalEnd": 15}, ()), ("persona", {"vocalStart": 5, "vocalEnd": 14.9}, BOTH),
    ("persona", {"vocalStart": 5, "vocalEnd": 35.1}, BOTH), ("persona", {"vocalEnd": "x"}, BOTH),
    ("persona", {"vocalStart": 20.5}, BOTH), ("boost-style", {"content": ""}, BOTH),
    ("lyrics", {"prompt": "x" * 200}, ()), ("lyrics", {"prompt": "x" * 201}, BOTH),
])  # fmt: skip
def test_each_page_has_its_own_bounds(name: str, changes: dict[str, Any], refused_by: tuple[str, ...]) -> None:
    body = body_for(name, **changes)

    assert tuple(dialect for dialect in BOTH if first_problem(BY_NAME[name], body, dialect)) == refused_by


@pytest.mark.parametrize("field", ["model", "personaModel", "type", "vocalGender"])
def test_a_list_where_a_word_belongs_is_refused(field: str) -> None:
    assert first_problem(BY_NAME["vocal-removal"], body_for("vocal-removal", **{field: ["x"]}), "sunoapi")


@pytest.mark.parametrize(
    ("operation", "model", "dialect", "custom", "expected"),
    [
        ("generate", "V4", "sunoapi", True, (3000, 200, 80)),
        ("generate", "V4_5", "sunoapi", True, (5000, 1000, 100)),
        ("generate", "V4_5ALL", "sunoapi", True, (5000, 1000, 80)),
        ("generate", "V5_5", "kie", True, (5000, 1000, 80)),
        ("extend", "V5_5", "kie", True, (5000, 1000, 100)),
        ("generate", "V5", "sunoapi", False, (500, 1000, 100)),
        ("generate", "V6", "sunoapi", False, (3000, 1000, 80)),
        ("generate", "V6_MINI", "sunoapi", True, (5000, 1000, 80)),
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


@pytest.mark.parametrize(("name", "body", "cost"), [
    ("generate", {}, 12), ("replace-section", {}, 12), ("lyrics", {}, 1), ("mp4", {}, 2), ("persona", {}, 0),
    ("vocal-removal", {}, 10), ("vocal-removal", {"type": "split_stem"}, 50), ("wav", {}, 7),
])  # fmt: skip
def test_every_operation_has_its_price(name: str, body: dict[str, Any], cost: float) -> None:
    assert price(BY_NAME[name], body, Config(prices={"wav": 7})) == cost
