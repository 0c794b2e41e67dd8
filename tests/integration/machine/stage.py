"""The real definition on moto's interpreter, with a runner that does what a story says."""

from __future__ import annotations

import io
import json
import re
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

PATIENCE_SECONDS = 60
KEPT_SECONDS = 3
"""How long a token waits for nobody."""
ROLE = "arn:aws:iam::123456789012:role/parcours"


@dataclass(frozen=True)
class Answers:
    """The runner, or whoever follows it, answers for the token."""

    output: Any = None


@dataclass(frozen=True)
class Fails:
    """The runner, or whoever follows it, lets the token fail."""

    error: str


@dataclass(frozen=True)
class Raises:
    """The runner breaks off."""

    error: str


@dataclass(frozen=True)
class Refused:
    """Lambda does not call the runner."""

    code: str


@dataclass(frozen=True)
class Keeps:
    """The runner keeps the token and says nothing."""


Deed = Answers | Fails | Raises | Refused | Keeps
AGAIN, ENOUGH = Answers({"again": True}), Answers({"again": False})


@dataclass
class Story:
    """Which segments there are, and what happens at each call of a step; the last deed stays."""

    segments: Sequence[int] = range(8)
    deeds: dict[str, list[Deed]] = field(default_factory=dict)

    @property
    def keeps(self) -> bool:
        """Whether a token is never answered for."""
        return any(isinstance(deed, Keeps) for deeds in self.deeds.values() for deed in deeds)

    def deed(self, step: str, times: int) -> Deed:
        """What happens when a step is called the so-and-so-many-th time."""
        usual: Deed = ENOUGH if step == "lengthen" else Answers()
        deeds = self.deeds.get(step, [usual])
        return deeds[min(times, len(deeds) - 1)]


@dataclass(frozen=True)
class History:
    """How an execution went."""

    status: str
    error: str | None
    events: list[dict[str, Any]]
    asked: list[dict[str, Any]]

    @property
    def steps(self) -> list[str]:
        """The steps that the runner was called for."""
        return list(map(step_of, self.asked))

    @property
    def entered(self) -> list[str]:
        """The states that were entered: each is one transition."""
        found = [event["stateEnteredEventDetails"] for event in self.events if "stateEnteredEventDetails" in event]
        return [one["name"] for one in found]

    @property
    def largest(self) -> int:
        """The largest input or output of a state."""
        return max(len(json.dumps(event, default=str)) for event in self.events)


def step_of(payload: dict[str, Any]) -> str:
    """`segment 3`, `lengthen` or `broken`."""
    return " ".join(str(payload[key]) for key in ("step", "index") if key in payload)


class Runner:
    """In the place of Lambda's client: plays the stories, by their run's id."""

    def __init__(self, stepfunctions: Any, stories: dict[str, Story]) -> None:
        self._stepfunctions = stepfunctions
        self._stories = stories
        self.asked: dict[str, list[dict[str, Any]]] = defaultdict(list)

    def invoke(self, FunctionName: str, Payload: bytes) -> dict[str, Any]:  # noqa: N803 - as boto3 has it
        """Lambda's call."""
        payload = json.loads(Payload)
        asked, step = self.asked[payload["runId"]], step_of(payload)
        deed = self._stories[payload["runId"]].deed(step, list(map(step_of, asked)).count(step))
        asked.append(payload)
        if isinstance(deed, Refused):
            answer = {"Error": {"Code": deed.code, "Message": ""}, "ResponseMetadata": _METADATA}
            raise ClientError(answer, "Invoke")  # type: ignore[arg-type]
        if isinstance(deed, Raises):
            error = json.dumps({"errorType": deed.error, "errorMessage": "", "stackTrace": []})
            return {"StatusCode": 200, "FunctionError": "Unhandled", "Payload": io.BytesIO(error.encode())}
        self._tell(deed, payload.get("token"))
        return {"StatusCode": 200, "Payload": io.BytesIO(b"null")}

    def _tell(self, deed: Deed, token: str | None) -> None:
        if isinstance(deed, Answers) and token:
            self._stepfunctions.send_task_success(taskToken=token, output=json.dumps(deed.output))
        if isinstance(deed, Fails):
            self._stepfunctions.send_task_failure(taskToken=token, error=deed.error)


_METADATA = {"HTTPStatusCode": 429, "RequestId": "0"}


def hurried(definition: str, *, keeps: bool) -> str:
    """The same definition with waits of a second; where nobody answers for a token, it is soon given up.

    Where somebody does, it is not: on a busy machine an answer may take more than a second, too.
    """
    quick = re.sub(r'"(IntervalSeconds|BackoffRate)": \d+', r'"\1": 1', definition)
    return re.sub(r'"TimeoutSeconds": 900', f'"TimeoutSeconds": {KEPT_SECONDS}', quick) if keeps else quick


def play(stepfunctions: Any, runner: Runner, definition: str, stories: dict[str, Story]) -> dict[str, History]:
    """Play all stories at once."""
    machines = {keeps: _machine(stepfunctions, hurried(definition, keeps=keeps), keeps) for keeps in (False, True)}
    executions = {}
    for name, story in stories.items():
        given = {"runId": name, "execution": 3, "segments": list(story.segments)}
        started = stepfunctions.start_execution(
            stateMachineArn=machines[story.keeps], name=re.sub(r"\W", "-", name), input=json.dumps(given)
        )
        executions[name] = started["executionArn"]
    return {name: _ended(stepfunctions, arn, runner.asked[name]) for name, arn in executions.items()}


def _machine(stepfunctions: Any, definition: str, keeps: bool) -> str:
    made = stepfunctions.create_state_machine(name=f"parcours-{keeps}", definition=definition, roleArn=ROLE)
    return str(made["stateMachineArn"])


def _ended(stepfunctions: Any, arn: str, asked: list[dict[str, Any]]) -> History:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (found := stepfunctions.describe_execution(executionArn=arn))["status"] == "RUNNING":
        assert time.monotonic() < deadline, f"{arn} does not end"
        time.sleep(0.05)
    events = stepfunctions.get_execution_history(executionArn=arn)["events"]
    return History(found["status"], found.get("error"), events, asked)
