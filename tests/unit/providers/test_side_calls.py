"""Calls that make no task: a fuller style, and what is left at the account."""

from __future__ import annotations

import json
from typing import Any

import pytest

from reprise.domain.errors import ProviderError
from reprise.providers.provider import Unanswered
from reprise.providers.suno import client
from tests.unit.providers.talking import BASE, BOTH, Reseller

BOOSTED = {
    "taskId": "b-1", "param": "{}", "result": "warm lo-fi", "creditsConsumed": 0.4, "creditsRemaining": 9,
    "successFlag": "1", "errorCode": None, "errorMessage": "", "createTime": 1,
}  # fmt: skip


@pytest.mark.parametrize("dialect", BOTH)
@pytest.mark.parametrize("flag", ["1", 1, None, "0"])
def test_a_style_is_made_fuller(reseller: Reseller, dialect: str, flag: object) -> None:
    reseller.says({"code": 200, "msg": "success", "data": BOOSTED | {"successFlag": flag}})
    assert reseller.suno(dialect).boost("lofi") == "warm lo-fi"
    (asked,) = reseller.asked
    assert (asked.url, json.loads(asked.body or b"")) == (f"{BASE}/api/v1/style/generate", {"content": "lofi"})
    assert reseller.surprises == []


def test_the_call_is_over_before_ours_is() -> None:
    assert client.CREATE_SECONDS < 25


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"code": 200, "data": BOOSTED | {"successFlag": "2", "errorCode": 500, "errorMessage": "Internal"}}, "500"),
        ({"code": 200, "data": BOOSTED | {"successFlag": "2"}}, "no_result"),
        ({"code": 200, "data": BOOSTED | {"successFlag": "0", "result": ""}}, "no_result"),
        ({"code": 200, "data": None}, "no_result"), ("<html>", "no_result"),
        ({"code": 430, "msg": "slow down"}, "430"), ({"code": 500, "msg": ""}, "500"),
        ({"code": 455, "msg": ""}, "455"),
    ],
)  # fmt: skip
def test_without_a_style_it_was_not_answered(reseller: Reseller, body: object, reason: str) -> None:
    with pytest.raises(Unanswered) as caught:
        reseller.says(body).suno().boost("lofi")
    assert (caught.value.reason, caught.value.stopped) == (reason, False)


@pytest.mark.parametrize(
    "body",
    [
        {"code": 400, "msg": "invalid"}, {"code": 413, "msg": "too long"}, {"code": 422, "msg": "no"},
        {"code": 200, "data": BOOSTED | {"successFlag": "2", "errorMessage": "Tags contained artist name"}},
    ],
)  # fmt: skip
def test_a_style_that_is_refused_for_good_is_the_callers_matter(reseller: Reseller, body: object) -> None:
    with pytest.raises(ProviderError, match="style_refused"):
        reseller.says(body).suno().boost("like somebody")


@pytest.mark.parametrize(("dialect", "path"), [("sunoapi", "/api/v1/generate/credit"), ("kie", "/api/v1/chat/credit")])
@pytest.mark.parametrize("left", [0, 17, "17", 1.5])
def test_what_is_left(reseller: Reseller, dialect: str, path: str, left: Any) -> None:
    assert reseller.says({"code": 200, "msg": "success", "data": left}).suno(dialect).remaining() == float(left)
    assert (reseller.asked[0].url, reseller.asked[0].body) == (BASE + path, None)


@pytest.mark.parametrize("call", ["boost", "remaining"])
@pytest.mark.parametrize(("dialect", "code"), [("sunoapi", 429), ("sunoapi", 401), ("kie", 402), ("kie", 401)])
def test_an_account_that_is_refused_is_stopped(reseller: Reseller, dialect: str, code: int, call: str) -> None:
    suno = reseller.says({"code": code, "msg": "no", "data": None}).suno(dialect)
    with pytest.raises(Unanswered) as caught:
        suno.boost("lofi") if call == "boost" else suno.remaining()
    assert (caught.value.reason, caught.value.stopped) == (str(code), True)


@pytest.mark.parametrize("data", [None, {}, "many", float("inf"), True, []])
def test_what_is_no_number_is_no_answer(reseller: Reseller, data: object) -> None:
    with pytest.raises(Unanswered):
        reseller.says({"code": 200, "data": data}).suno().remaining()
