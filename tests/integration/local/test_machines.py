"""State machines of the stack: moto runs them, the functions they call are the stack's own."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.integration.local.conftest import Running

if TYPE_CHECKING:
    from types_boto3_stepfunctions import SFNClient

MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:reprise-line"
Eventually = Callable[..., Any]


class Line:
    """Executions of the project's machine."""

    def __init__(self, client: SFNClient, eventually: Eventually) -> None:
        self.client = client
        self._eventually = eventually

    def start(self, how: str, name: str = "") -> str:
        """Start an execution; its ARN."""
        name = name or str(uuid.uuid4())
        started = self.client.start_execution(stateMachineArn=MACHINE, name=name, input=json.dumps({"how": how}))
        return started["executionArn"]

    def status(self, execution: str) -> str:
        """How it stands with an execution."""
        return self.client.describe_execution(executionArn=execution)["status"]

    def ended(self, execution: str) -> Any:
        """An execution that is over."""
        self._eventually(lambda: self.status(execution) != "RUNNING")
        return self.client.describe_execution(executionArn=execution)

    def token(self, execution: str) -> str:
        """The token that an execution waits for."""

        def submitted() -> list[Any]:
            events = self.client.get_execution_history(executionArn=execution)["events"]
            return events if any(event["type"] == "TaskSubmitted" for event in events) else []

        scheduled = [event for event in self._eventually(submitted) if event["type"] == "TaskScheduled"]
        parameters = json.loads(scheduled[0]["taskScheduledEventDetails"]["parameters"])
        return str(parameters["Payload"]["token"])


@pytest.fixture
def line(stack: Running, eventually: Eventually) -> Line:
    address = next(text.split()[1] for text in stack.printed if text.startswith("aws "))
    return Line(boto3.client("stepfunctions", "us-east-1", endpoint_url=address), eventually)


def invocations(stack: Running) -> list[dict[str, Any]]:
    """What the calls of functions by machines have left behind."""
    return [call for call in stack.ask("GET", "/_local/calls").json()["items"] if call["function"] == "states"]


def test_a_machine_calls_a_function_that_answers_for_its_token(line: Line) -> None:
    ended = line.ended(line.start("answer"))
    assert ended["status"] == "SUCCEEDED"
    assert json.loads(ended["output"])["by"] == "reprise-StepFunction"


def test_a_key_is_known_by_its_reference_and_by_its_arn(line: Line) -> None:
    assert json.loads(line.ended(line.start("answer"))["output"])["secret"] == "a secret"


def test_the_calls_of_a_machine_are_remembered(stack: Running, line: Line) -> None:
    stack.ask("DELETE", "/_local/calls")
    line.ended(line.start("answer"))
    (call,) = invocations(stack)
    assert (call["service"], call["operation"]) == ("lambda", "Invoke")
    assert call["resources"] == ["Invoke:reprise-StepFunction"]
    items = stack.ask("GET", "/_local/calls").json()["items"]
    made = {(one["service"], one["operation"]) for one in items if one["function"] == "step"}
    assert made == {("kms", "Encrypt"), ("kms", "Decrypt"), ("stepfunctions", "SendTaskSuccess")}


def test_a_functions_error_is_called_as_the_function_calls_it(line: Line) -> None:
    ended = line.ended(line.start("raise"))
    assert ended["status"] == "SUCCEEDED"
    caught = json.loads(ended["output"])
    assert caught["Error"] == "Trouble"
    assert json.loads(caught["Cause"])["errorMessage"] == "as it was told"


def test_a_function_that_dies_is_an_error_of_the_runtime(line: Line) -> None:
    ended = line.ended(line.start("die"))
    assert (ended["status"], ended["error"]) == ("FAILED", "Runtime.ExitError")


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_call_may_meet_a_fault_and_is_made_again(stack: Running, line: Line, when: str) -> None:
    stack.ask("DELETE", "/_local/calls")
    fault = {"function": "states", "operation": "Invoke", "error": "ServiceException", "when": when}
    assert stack.ask("POST", "/_local/faults", json=fault).status_code == 201
    assert line.ended(line.start("answer"))["status"] == "SUCCEEDED"
    met = [call.get("injected") for call in invocations(stack)]
    assert met == {"before": ["before", None], "after": [None, "after", None]}[when]


def test_an_execution_that_is_stopped_is_over_at_once(line: Line) -> None:
    execution = line.start("wait")
    token = line.token(execution)
    assert line.status(execution) == "RUNNING"
    line.client.stop_execution(executionArn=execution)
    assert line.status(execution) == "ABORTED"
    with pytest.raises(ClientError, match="TaskTimedOut"):
        line.client.send_task_success(taskToken=token, output="{}")


def test_a_token_is_answered_once(line: Line) -> None:
    execution = line.start("wait")
    token = line.token(execution)
    line.client.send_task_success(taskToken=token, output='{"is": "first"}')
    for late in ("while it may still run", "when it is over"):
        with pytest.raises(ClientError, match="TaskTimedOut"):
            line.client.send_task_failure(taskToken=token, error=late)
        assert line.ended(execution)["output"] == '{"is": "first"}'


def test_a_name_is_used_once(line: Line) -> None:
    name = str(uuid.uuid4())
    execution = line.start("wait", name)
    assert line.start("wait", name) == execution
    line.client.send_task_success(taskToken=line.token(execution), output="{}")
    line.ended(execution)
    with pytest.raises(ClientError, match="ExecutionAlreadyExists"):
        line.start("wait", name)


def test_a_function_that_is_not_there_is_not_found(stack: Running) -> None:
    answer = stack.ask("POST", "/_local/lambda/2015-03-31/functions/nobody/invocations", data=b"{}")
    assert (answer.status_code, answer.headers["x-amzn-ErrorType"]) == (404, "ResourceNotFoundException")
