"""Callbacks from somebody who is not the provider, and callbacks that meet a fault of ours."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.e2e.outside import Stack, running

SECRET = "shared-with-the-provider"


def whole(task_id: str) -> dict[str, Any]:
    clip = {"id": "forged", "audio_url": "https://evil.example/a.mp3"}
    return {"code": 200, "msg": "ok", "data": {"callbackType": "complete", "task_id": task_id, "data": [clip]}}


def pending(stack: Stack, token: str) -> dict[str, Any]:
    stack.simulator("POST", "config", delays={"text": None, "first": None, "complete": None})
    return stack.start(token, prompt="a song that waits")


def webhook(stack: Stack, query: str, **options: Any) -> tuple[int, Any]:
    answer = stack.call("POST", f"/v1/webhooks/suno{query}", **options)
    return answer.status_code, answer.json()


@pytest.mark.parametrize(
    ("query", "error"),
    [("?track={id}&token=wrong", "invalid_token"), ("?track={id}", "invalid_token"),
     ("?segment={id}&token=x", "invalid_token"),
     ("", "missing_signature"), ("?token=wrong", "missing_signature")],
)  # fmt: skip
def test_a_forged_callback(stack: Stack, token: str, query: str, error: str) -> None:
    started = pending(stack, token)
    before = stack.track(token, started["trackId"])
    answer = webhook(stack, query.format(id=started["trackId"]), json=whole(started["taskId"]))
    assert answer == (401, {"ok": False, "error": error})
    assert stack.track(token, started["trackId"]) == before


@pytest.mark.parametrize(
    ("body", "status"), [("nonsense", 400), ("{}", 400), ("", 400), ("x" * (1024 * 1024 + 1), 413)]
)
def test_a_callback_that_is_none(stack: Stack, token: str, body: str, status: int) -> None:
    started = pending(stack, token)
    before = stack.track(token, started["trackId"])
    query = "?" + urlsplit(stack.callback_url(started["taskId"])).query
    assert webhook(stack, query, data=body, headers={"Content-Type": "application/json"})[0] == status
    assert stack.track(token, started["trackId"]) == before


def test_a_callback_for_nobody_is_accepted_for_later(stack: Stack) -> None:
    answer = webhook(stack, f"?track={'f' * 32}&token=x", json=whole("task"))
    assert answer == (202, {"ok": False, "message": "track_not_found_yet", "retry": True})


def test_a_repeated_complete_is_200(stack: Stack, token: str) -> None:
    started = stack.start(token)
    stack.reaches(token, started["trackId"], stored=True)
    again = stack.simulator("POST", f"tasks/{started['taskId']}/callback", stage="complete", times=2)
    assert [delivery["status"] for delivery in again["deliveries"]] == [200, 200]
    assert stack.balance(token) == 9


def test_a_fault_while_processing_is_made_good(stack: Stack, token: str) -> None:
    started = pending(stack, token)
    stack.fault(function="callback", service="dynamodb", operation="*", after=1, error="ValidationException")
    sent = stack.simulator("POST", f"tasks/{started['taskId']}/callback", stage="text")
    assert [delivery["status"] for delivery in sent["deliveries"]] == [200]
    assert stack.reaches(token, started["trackId"], stage="text")["status"] == "processing"


def test_a_crash_of_the_callback_function_is_made_good_by_the_provider(stack: Stack, token: str) -> None:
    started = pending(stack, token)
    stack.fault(function="callback", service="dynamodb", operation="*", after=1, error="crash")
    stack.simulator("POST", f"tasks/{started['taskId']}/finish")
    stack.reaches(token, started["trackId"], status="completed", stored=True)


def test_where_a_secret_is_configured_the_signature_must_hold(tmp_path_factory: pytest.TempPathFactory) -> None:
    secrets = {"SUNO_WEBHOOK_SECRET": SECRET, "SIM_WEBHOOK_SECRET": SECRET}
    with running(tmp_path_factory.mktemp("signed"), **secrets) as stack:
        token = stack.token("user", plan="pro", credits=3)
        stack.reaches(token, stack.start(token)["trackId"], status="completed")
        started = pending(stack, token)
        query = "?" + urlsplit(stack.callback_url(started["taskId"])).query
        forged = {"X-Suno-Signature": "sha256=" + "0" * 64}
        missing = webhook(stack, query, json=whole(started["taskId"]))
        invalid = webhook(stack, query, json=whole(started["taskId"]), headers=forged)
        assert missing == (401, {"ok": False, "error": "missing_signature"})
        assert invalid == (401, {"ok": False, "error": "invalid_signature"})
        assert stack.track(token, started["trackId"])["status"] == "processing"
