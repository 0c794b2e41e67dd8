"""The dialect trap: the same request-side numbers at sunoapi.org and kie.ai."""

from __future__ import annotations

import pytest

from reprise.providers.suno.dialects import DIALECTS, Verdict, verdict

TAKEN, LATER, NEVER, STOPPED = Verdict.TAKEN, Verdict.LATER, Verdict.NEVER, Verdict.STOPPED
SAME = {
    200: TAKEN, 400: NEVER, 401: STOPPED, 402: STOPPED, 403: STOPPED, 404: NEVER, 405: LATER, 408: LATER, 409: NEVER,
    413: NEVER, 422: NEVER, 430: LATER, 451: NEVER, 455: LATER, 501: NEVER, 505: NEVER,
    500: LATER, 502: LATER, 503: LATER, 504: LATER, 531: LATER, 418: NEVER, 301: NEVER, 0: NEVER, 499: NEVER,
}  # fmt: skip


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(("code", "meaning"), SAME.items())
def test_numbers_of_one_meaning(dialect: str, code: int, meaning: Verdict) -> None:
    assert verdict(dialect, code, "") is meaning


@pytest.mark.parametrize(
    ("dialect", "message", "meaning"),
    [
        ("sunoapi", "", STOPPED),
        ("kie", "", LATER),
        ("sunoapi", "Your credits are insufficient", STOPPED),
        ("kie", "The current credits are insufficient, please top up", STOPPED),
        ("kie", "Insufficient balance", STOPPED),
        ("kie", "topup", STOPPED),
        ("kie", "quota exceeded", STOPPED),
        ("sunoapi", "Rate limit exceeded", LATER),
        ("sunoapi", "call frequency is too high", LATER),
        ("sunoapi", "Too many requests", LATER),
        ("sunoapi", "concurrent tasks", LATER),
        ("kie", "rate limited", LATER),
        ("sunoapi", "generate failed", STOPPED),
        ("kie", "generate failed", LATER),
        ("kie", "rate limit; buy credits", STOPPED),
    ],
)
def test_429_is_money_or_rate(dialect: str, message: str, meaning: Verdict) -> None:
    assert verdict(dialect, 429, message) is meaning


def test_other_numbers_are_not_judged_by_their_text() -> None:
    assert verdict("kie", 400, "insufficient credits") is NEVER
    assert verdict("kie", 430, "credits") is LATER


def test_there_are_two_dialects() -> None:
    assert set(DIALECTS) == {"sunoapi", "kie"}
