"""Faults: counted over all calls that match, spent once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from local.faults import FaultError, Faults, parse

PUT = {"service": "dynamodb", "operation": "PutItem", "when": "before"}


@pytest.fixture
def faults(tmp_path: Path) -> Faults:
    return Faults(tmp_path / "flag")


def verdicts(faults: Faults, *calls: tuple[str, dict[str, str]]) -> list[str | None]:
    return [faults.verdict(function, call) for function, call in calls]


def test_the_third_matching_call_fails_once(faults: Faults) -> None:
    faults.add(parse({"function": "callback", "service": "dynamodb", "after": 3}))
    other = ("generate", PUT)
    mine = ("callback", PUT)
    assert verdicts(faults, mine, other, mine, other, mine, mine) == [None] * 4 + ["InternalServerError", None]


def test_before_and_after_are_counted_apart(faults: Faults) -> None:
    faults.add(parse({"when": "after", "error": "crash"}))
    assert verdicts(faults, ("f", PUT), ("f", PUT | {"when": "after"})) == [None, "crash"]


def test_several_faults_count_side_by_side(faults: Faults) -> None:
    faults.add(parse({"error": "One"}))
    faults.add(parse({"error": "Two", "operation": "PutItem"}))
    assert verdicts(faults, ("f", PUT), ("f", PUT), ("f", PUT)) == ["One", "Two", None]


def test_the_flag_says_whether_there_are_any(faults: Faults) -> None:
    seen = [faults.path.read_bytes()]
    faults.add(parse({}))
    seen.append(faults.path.read_bytes())
    faults.verdict("f", PUT)
    seen.append(faults.path.read_bytes())
    assert seen == [b"\0", b"\1", b"\0"]


def test_clearing_forgets(faults: Faults) -> None:
    faults.add(parse({}))
    faults.clear()
    assert faults.items() == []
    assert faults.verdict("f", PUT) is None


@pytest.mark.parametrize(
    "value", [[], {"unknown": 1}, {"after": "3"}, {"after": 0}, {"when": "during"}, {"after": True}, {"seen": 1}]
)
def test_a_wrong_description_is_refused(value: Any) -> None:
    with pytest.raises(FaultError):
        parse(value)
