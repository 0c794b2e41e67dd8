"""The state machine that runs journeys: executions, and the tokens of who waits in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
from botocore.exceptions import ClientError

from reprise.domain.runs import Run

if TYPE_CHECKING:
    from types_boto3_stepfunctions import SFNClient

_NOBODY_WAITS = {"TaskDoesNotExist", "TaskTimedOut", "InvalidToken"}
"""A token that is used up, late, or of an execution that is gone: whoever had it knows, or does not care any more."""

FIRST_FAILED = "FirstFailed"
SUPERSEDED = "Superseded"


def execution_name(run: Run) -> str:
    """The name of a run's last execution: there is one of each name."""
    return f"{run.run_id}-{run.execution}"


@dataclass(frozen=True, slots=True)
class Machine:
    """A Standard state machine. `arn` is its own."""

    client: SFNClient
    arn: str

    def start(self, run: Run) -> None:
        """Start the run's execution, unless it was started before."""
        step_input = {"runId": run.run_id, "execution": run.execution, "segments": list(range(len(run.segments)))}
        _unless(
            {"ExecutionAlreadyExists"},
            self.client.start_execution,
            stateMachineArn=self.arn,
            name=execution_name(run),
            input=_json(step_input),
        )

    def stop(self, run: Run) -> None:
        """Stop the run's execution, if it is under way."""
        _unless({"ExecutionDoesNotExist"}, self.client.stop_execution, executionArn=self._execution(run))

    def is_running(self, run: Run) -> bool:
        """Whether the run's execution is under way."""
        found = _unless({"ExecutionDoesNotExist"}, self.client.describe_execution, executionArn=self._execution(run))
        return found is not None and found["status"] == "RUNNING"

    def _execution(self, run: Run) -> str:
        return f"{self.arn.replace(':stateMachine:', ':execution:')}:{execution_name(run)}"


@dataclass(frozen=True, slots=True)
class Waiters:
    """Those who wait in executions, by their token. A token that nobody waits with any more counts as told."""

    client: SFNClient

    def succeed(self, token: str, output: object) -> None:
        """What the waiter waited for is there."""
        _unless(_NOBODY_WAITS, self.client.send_task_success, taskToken=token, output=_json(output))

    def fail(self, token: str, error: str) -> None:
        """It will not come."""
        _unless(_NOBODY_WAITS, self.client.send_task_failure, taskToken=token, error=error)


def _unless(codes: set[str], call: Callable[..., Any], **said: Any) -> Any:
    """The answer to a call; None when it is refused with one of these codes, as there is nothing to do then."""
    try:
        return call(**said)
    except ClientError as error:
        if error.response["Error"]["Code"] not in codes:
            raise
        return None


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
