"""The figures, as an admin sees them from outside."""

from __future__ import annotations

from typing import Any

from tests.e2e.outside import Stack, until


def test_a_song_is_counted(stack: Stack, token: str) -> None:
    admin = stack.token("operator", admin=True)

    def figures() -> dict[str, Any]:
        answer = stack.call("GET", "/v1/metrics?hours=2", admin)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    before = figures()
    stack.reaches(token, stack.start(token)["trackId"], status="completed")

    def more() -> dict[str, Any] | None:
        after = figures()
        return after if after["stages"]["completed"] > before["stages"]["completed"] else None

    after = until(more)
    assert after["ttfc"]["count"] > before["ttfc"]["count"]
    assert 0 < after["ttfp"]["p50"] <= after["ttfp"]["p95"]
    assert after["creditsCharged"] >= before["creditsCharged"] + 1
    assert after["providers"]["suno"]["stages"]["started"] >= after["stages"]["completed"]


def test_who_is_no_admin_is_shown_nothing(stack: Stack, token: str) -> None:
    assert stack.call("GET", "/v1/metrics", token).status_code == 403
    assert stack.call("GET", "/v1/metrics").status_code == 401
