"""A journey as its listener meets it: words at once, then sound, one segment after the other, and nothing to solve."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
import requests

from tests.e2e.outside import PROBLEM, Stack, until
from tests.e2e.parcours import created, once, reaches, shown, statuses


def tasks_of(stack: Stack, run: dict[str, Any]) -> list[dict[str, Any]]:
    """The provider's tasks for a run's segments, in the order in which it took them."""
    ids = [segment["segmentId"] for segment in run["segments"]]
    tasks = stack.simulator("GET", "tasks")["items"]
    return [task for task in tasks if any(f"segment={one}&" in task["request"]["callBackUrl"] for one in ids)]


def assert_one_at_a_time(tasks: list[dict[str, Any]]) -> None:
    """Five songs, each of which the provider was asked for when the one before was finished."""
    assert [task["operation"] for task in tasks] == ["generate"] * 5
    waits = [after["acceptedAt"] - before["times"]["complete"] for before, after in pairwise(tasks)]
    assert min(waits) > 0


def test_a_journey_is_ready_with_its_segments_in_order_and_each_plays(stack: Stack, token: str) -> None:
    stack.simulator("POST", "config", song_seconds=230)
    run_id = created(stack, token, emotionState="fear-0.8", sudsStart=7, autoStart=True)
    run = reaches(stack, token, run_id, "ready")
    assert statuses(run) == ["complete"] * 5
    assert 18 * 60 <= run["durationSeconds"] <= 24 * 60
    assert run["briefSource"] == "openai"
    assert [one["storagePath"] for one in run["segments"]] == [
        f"runs/{run_id}/{one['segmentId']}.mp3" for one in run["segments"]
    ]
    assert (run["creditsCharged"], run["creditsRefunded"], stack.balance(token)) == (5, 0, 5)
    assert_one_at_a_time(tasks_of(stack, run))


def test_a_segment_plays_and_says_how_loud_it_is(stack: Stack, token: str) -> None:
    run = once(stack, token, created(stack, token, autoStart=True), 0, "complete")
    segment = run["segments"][0]
    signed = stack.call("POST", "/v1/sign-track", token, json={"segmentId": segment["segmentId"]}).json()
    assert requests.get(signed["url"], timeout=20).headers["Content-Type"] == "audio/mpeg"
    assert -40 < segment["loudness"]["lufs"] < 0
    assert segment["loudness"]["gainDb"] == pytest.approx(-18 - segment["loudness"]["lufs"], abs=0.01)


def test_a_short_journey_is_extended_three_times_at_no_charge(stack: Stack, token: str) -> None:
    run = reaches(stack, token, created(stack, token, autoStart=True), "ready")
    assert statuses(run) == ["complete"] * len(run["segments"])
    assert len({segment["segmentId"] for segment in run["segments"]}) == len(run["segments"])
    assert run["durationSeconds"] == pytest.approx(sum(segment["durationSeconds"] for segment in run["segments"]))
    assert run["creditsCharged"] == 5
    assert [task["operation"] for task in tasks_of(stack, run)][5:] == ["extend"] * (len(run["segments"]) - 5)


def test_segments_are_shown_with_their_run_only(stack: Stack, token: str) -> None:
    run_id = created(stack, token, autoStart=True)
    once(stack, token, run_id, 0, "first", "complete")
    assert stack.call("GET", "/v1/tracks", token).json()["items"] == []
    credits_ = stack.call("GET", "/v1/credits", token).json()
    assert (credits_["running"], credits_["generationsToday"]) == (1, 5)


def test_a_run_is_created_without_being_started_and_started_once(stack: Stack, token: str) -> None:
    run_id = created(stack, token)
    assert stack.balance(token) == 10
    listed = stack.call("GET", "/v1/parcours", token).json()["items"]
    assert [(one["runId"], one["status"], one["startedAt"]) for one in listed] == [(run_id, "creating", None)]
    first, second = (stack.call("POST", f"/v1/parcours/{run_id}/run", token) for _ in range(2))
    assert (first.status_code, second.status_code) == (202, 200)
    assert first.json() == second.json()
    assert stack.balance(token) == 5


def test_a_cancelled_run_pays_back_what_was_not_delivered(stack: Stack, token: str) -> None:
    stack.simulator("POST", "config", delays={"text": 0.2, "first": 0.4, "complete": 1.2})
    run_id = created(stack, token, autoStart=True)
    once(stack, token, run_id, 1, "generating", "first")
    run = stack.call("POST", f"/v1/parcours/{run_id}/cancel", token).json()
    assert run["status"] == "cancelled"
    delivered = sum(status in ("first", "complete") for status in statuses(run))
    assert run["creditsRefunded"] == 5 - delivered
    assert stack.balance(token) == 10 - delivered
    until(lambda: stack.call("GET", "/v1/credits", token).json()["running"] == 0 or None)
    assert stack.call("POST", f"/v1/parcours/{run_id}/run", token).status_code == 409
    assert stack.balance(token) == 10 - delivered


def give_up(stack: Stack, style: str, songs: int = 1) -> None:
    """The provider gives up on songs of this style, those that it has included: other tests' runs go on beside."""
    stack.simulator("POST", "faults", kind="task_error", code=400, msg="no", at="first", count=songs, match=style)


def test_without_its_first_segment_a_run_fails_and_can_be_started_again(stack: Stack, token: str) -> None:
    give_up(stack, "nylon guitar")
    run_id = created(stack, token, presetKey="colere-irritabilite", autoStart=True)
    run = reaches(stack, token, run_id, "failed")
    until(lambda: stack.balance(token) == 10 or None)
    assert stack.call("POST", f"/v1/parcours/{run_id}/run", token).status_code == 202
    again = reaches(stack, token, run_id, "ready")
    assert not {one["segmentId"] for one in run["segments"]} & {one["segmentId"] for one in again["segments"]}
    assert stack.balance(token) == 10 - again["segmentsCount"]


def test_a_later_segment_that_fails_does_not_stop_the_journey(stack: Stack, token: str) -> None:
    run_id = created(stack, token, presetKey="motivation-energie", autoStart=True)
    once(stack, token, run_id, 0, "complete")
    given_up = 3
    give_up(stack, "organic percussion", given_up)
    run = reaches(stack, token, run_id, "ready")
    assert 1 <= statuses(run).count("failed") <= given_up
    assert run["creditsRefunded"] == statuses(run).count("failed")


def test_a_deleted_run_leaves_nothing(stack: Stack, token: str) -> None:
    run_id = created(stack, token, autoStart=True)
    run = once(stack, token, run_id, 0, "complete")
    assert stack.call("PATCH", f"/v1/parcours/{run_id}", token, json={"notes": "mine"}).json()["notes"] == "mine"
    assert stack.call("DELETE", f"/v1/parcours/{run_id}", token).status_code == 204
    assert stack.call("GET", f"/v1/parcours/{run_id}", token).status_code == 404
    gone = {"segmentId": run["segments"][0]["segmentId"]}
    until(lambda: stack.call("POST", "/v1/sign-track", token, json=gone).status_code == 404 or None)
    until(lambda: stack.call("GET", "/v1/credits", token).json()["running"] == 0 or None)


def test_a_key_makes_one_run_for_ever(stack: Stack, token: str) -> None:
    options: dict[str, Any] = {"json": {"presetKey": "universel-reset"}, "headers": {"Idempotency-Key": "k"}}
    first, again = (stack.call("POST", "/v1/parcours", token, **options) for _ in range(2))
    assert (first.status_code, again.status_code, again.json()) == (201, 200, first.json())
    assert stack.call("DELETE", f"/v1/parcours/{first.json()['runId']}", token).status_code == 204
    assert stack.call("POST", "/v1/parcours", token, **options).status_code == 409


def test_what_is_somebody_elses_is_not_there(stack: Stack, token: str) -> None:
    run_id = created(stack, token, autoStart=True)
    run = once(stack, token, run_id, 0, "complete")
    other = stack.token("somebody-else")
    for method, path in (("GET", ""), ("POST", "/run"), ("POST", "/cancel"), ("DELETE", "")):
        assert stack.call(method, f"/v1/parcours/{run_id}{path}", other).status_code == 404
    segment = {"segmentId": run["segments"][0]["segmentId"]}
    assert stack.call("POST", "/v1/sign-track", other, json=segment).status_code == 403


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"presetKey": "no-such"}, "presetKey"),
        ({"presetKey": "universel-reset", "emotionState": "fear"}, "emotionState"),
        ({"presetKey": "universel-reset", "emotionState": {"emotion": "fear", "intensity": 2}}, "emotionState"),
        ({"presetKey": "universel-reset", "sudsStart": 11}, "sudsStart"),
        ({"presetKey": "universel-reset", "more": 1}, "more"),
    ],
)
def test_what_makes_no_sense_makes_nothing(stack: Stack, token: str, body: dict[str, Any], field: str) -> None:
    answer = stack.call("POST", "/v1/parcours", token, json={**body, "autoStart": True})
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, PROBLEM)
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert stack.call("GET", "/v1/parcours", token).json()["items"] == []
    assert stack.balance(token) == 10


def test_without_credits_nothing_is_made(stack: Stack) -> None:
    poor = stack.token("poor-listener", credits=4)
    answer = stack.call("POST", "/v1/parcours", poor, json={"presetKey": "universel-reset", "autoStart": True})
    assert (answer.status_code, answer.json()["code"]) == (402, "insufficient_credits")
    assert stack.call("GET", "/v1/parcours", poor).json()["items"] == []
    run_id = created(stack, poor)
    assert stack.call("POST", f"/v1/parcours/{run_id}/run", poor).status_code == 402
    assert statuses(shown(stack, poor, run_id)) == ["queued"] * 5
    assert stack.balance(poor) == 4
