"""The fake of Step Functions goes through the project's definition as moto's interpreter does."""

from __future__ import annotations

import io
import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import boto3
import pytest
from moto import mock_aws
from moto.stepfunctions.parser.asl.component.state.exec.state_task import lambda_eval_utils

from local import moto_machines
from tests.fakes.blueprint import plan
from tests.fakes.clock import START
from tests.fakes.courses import RUNNING, TIMEOUT, Definition
from tests.integration.machine.stage import hurried

AGAIN, ENOUGH, NOTHING = '{"again": true}', '{"again": false}', "null"
FAULT = "KeyError"
SILENCE = "silence"
"""Nobody answers for the token. Other deeds are an output, or the name of an error that the token fails with."""
SEGMENTS = 3
STORIES: dict[str, dict[str, list[str]]] = {
    "long enough": {},
    "three extensions": {"lengthen": [AGAIN, AGAIN, AGAIN, ENOUGH]},
    "the first failed": {"segment 0": ["FirstFailed"]},
    "the end was not told at once": {"segment 0": ["FirstFailed"], "broken": [FAULT, FAULT, NOTHING]},
    "the first was found failed at the end": {"lengthen": [AGAIN, "FirstFailed"]},
    "superseded": {"segment 1": ["Superseded"]},
    "superseded at the end": {"lengthen": ["Superseded"]},
    "the runner broke off": {"segment 1": [FAULT, FAULT, NOTHING], "lengthen": [FAULT, ENOUGH]},
    "the runner broke off for good": {"segment 1": [FAULT]},
    "the runner broke off at the end for good": {"lengthen": [FAULT]},
    "nobody told": {"segment 0": [SILENCE], "lengthen": [AGAIN, SILENCE, ENOUGH]},
}
"""What is done when a step is called, the last deed again and again."""


@dataclass
class Went:
    """How an execution went."""

    status: str = RUNNING
    error: str | None = None
    entered: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def deed(self, story: str, payload: dict[str, Any]) -> str:
        """What is done now that the runner is called with this."""
        step = " ".join(str(payload[key]) for key in ("step", "index") if key in payload)
        deeds = STORIES[story].get(step, [ENOUGH])
        times = Counter(self.asked)[step]
        self.asked.append(step)
        return deeds[min(times, len(deeds) - 1)]


def given(story: str) -> dict[str, Any]:
    return {"runId": story, "execution": 1, "segments": list(range(SEGMENTS))}


def on_the_fake(story: str) -> Went:
    (machine,) = plan().machines
    definition, went = Definition(json.loads(machine.definition)), Went()
    course = definition.begun(given(story))
    while course.status == RUNNING:
        course, _function, payload = definition.called(course, "token", START)
        deed = went.deed(story, payload)
        if deed in (AGAIN, ENOUGH, NOTHING):
            course = definition.answered(course, json.loads(deed))
        else:
            course = definition.raised(course, TIMEOUT if deed == SILENCE else deed, START)
    went.status, went.error, went.entered = course.status, course.error, list(course.entered)
    return went


class Runner:
    """In the place of moto's client of Lambda."""

    def __init__(self, client: Any, went: dict[str, Went]) -> None:
        self._client, self._went = client, went

    def invoke(self, FunctionName: str, Payload: bytes) -> dict[str, Any]:  # noqa: N803 - as boto3 has it
        """Lambda's call."""
        payload = json.loads(Payload)
        deed, token = self._went[payload["runId"]].deed(payload["runId"], payload), payload.get("token")
        if deed == FAULT:
            error = json.dumps({"errorType": FAULT, "errorMessage": "", "stackTrace": []})
            return {"StatusCode": 200, "FunctionError": "Unhandled", "Payload": io.BytesIO(error.encode())}
        if token and deed in (AGAIN, ENOUGH, NOTHING):
            self._client.send_task_success(taskToken=token, output=deed)
        elif deed != SILENCE and token:
            self._client.send_task_failure(taskToken=token, error=deed)
        return {"StatusCode": 200, "Payload": io.BytesIO(b"null")}


@pytest.fixture(scope="module")
def on_moto() -> Iterator[dict[str, Went]]:
    """All stories at once, with waits of a second; a token times out soon only where nobody answers for it."""
    went = {story: Went() for story in STORIES}
    with mock_aws(config={"stepfunctions": {"execute_state_machine": True}}), pytest.MonkeyPatch.context() as patch:
        client = boto3.client("stepfunctions")
        runner = Runner(client, went)
        patch.setattr(lambda_eval_utils, "boto_client_for", lambda **_: runner)
        for change in moto_machines.CHANGES:  # as on the local stack: plain moto loses answers while another begins
            patch.setattr(change.owner, change.name, change.better(getattr(change.owner, change.name)))
        machines = {quiet: _machine(client, quiet=quiet) for quiet in (False, True)}
        started = {story: _started(client, machines[_is_quiet(story)], story) for story in STORIES}
        for story, arn in started.items():
            _ended(client, arn, went[story])
        yield went


def _is_quiet(story: str) -> bool:
    return any(SILENCE in deeds for deeds in STORIES[story].values())


def _machine(client: Any, *, quiet: bool) -> str:
    made = client.create_state_machine(
        name=f"parcours-{quiet}",
        definition=hurried(plan().machines[0].definition, keeps=quiet),
        roleArn="arn:aws:iam::123456789012:role/parcours",
    )
    return str(made["stateMachineArn"])


def _started(client: Any, machine: str, story: str) -> str:
    given_ = json.dumps(given(story))
    return str(
        client.start_execution(stateMachineArn=machine, name=story.replace(" ", "-"), input=given_)["executionArn"]
    )


def _ended(client: Any, arn: str, went: Went) -> None:
    while (found := client.describe_execution(executionArn=arn))["status"] == RUNNING:
        time.sleep(0.05)
    events = client.get_execution_history(executionArn=arn)["events"]
    went.status, went.error = found["status"], found.get("error")
    went.entered = [one["stateEnteredEventDetails"]["name"] for one in events if "stateEnteredEventDetails" in one]


@pytest.mark.timeout(120)
@pytest.mark.xdist_group("moto's machine")
@pytest.mark.parametrize("story", STORIES)
def test_the_fake_goes_the_way_that_moto_goes(story: str, on_moto: dict[str, Went]) -> None:
    assert on_the_fake(story) == on_moto[story]
