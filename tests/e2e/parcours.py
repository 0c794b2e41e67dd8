"""What a listener's player does with the stack."""

from __future__ import annotations

from typing import Any

from tests.e2e.outside import Stack, until

Json = dict[str, Any]


def created(stack: Stack, token: str, **more: Any) -> str:
    """A new run; its id."""
    answer = stack.call("POST", "/v1/parcours", token, json={"presetKey": "universel-reset", **more})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["runId"])


def shown(stack: Stack, token: str, run_id: str) -> Json:
    """A run as it is now."""
    answer = stack.call("GET", f"/v1/parcours/{run_id}", token)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def reaches(stack: Stack, token: str, run_id: str, status: str) -> Json:
    """The run once it has this status."""

    def look() -> Json | None:
        run = shown(stack, token, run_id)
        return run if run["status"] == status else None

    return until(look)


def statuses(run: Json) -> list[str]:
    """What has become of its segments."""
    return [segment["status"] for segment in run["segments"]]


def once(stack: Stack, token: str, run_id: str, index: int, *wanted: str) -> Json:
    """The run once this segment has one of these statuses."""

    def look() -> Json | None:
        run = shown(stack, token, run_id)
        return run if statuses(run)[index] in wanted else None

    return until(look)
