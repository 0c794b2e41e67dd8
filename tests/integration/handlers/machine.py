"""A Step Functions that runs nothing: it remembers what it was told, and refuses what the real one refuses."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

Json = dict[str, Any]


@dataclass
class Machine:
    """Executions by their name, and what was said under tokens. `faults` are codes that the next calls fail with."""

    started: dict[str, Json] = field(default_factory=dict)
    stopped: list[str] = field(default_factory=list)
    running: set[str] = field(default_factory=set)
    told: list[tuple[str, object]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def start_execution(self, **said: str) -> Json:
        """Start an execution; one of each name."""
        self._fault()
        assert ":stateMachine:" in said["stateMachineArn"]
        if said["name"] in self.started:
            raise refusal("ExecutionAlreadyExists")
        self.started[said["name"]] = json.loads(said["input"])
        self.running.add(said["name"])
        return {}

    def stop_execution(self, **said: str) -> Json:
        """Stop an execution, whether it runs or not."""
        self._fault()
        self.stopped.append(self._known(said["executionArn"]))
        self.running.discard(self.stopped[-1])
        return {}

    def describe_execution(self, **said: str) -> Json:
        """Whether an execution runs."""
        self._fault()
        return {"status": "RUNNING" if self._known(said["executionArn"]) in self.running else "ABORTED"}

    def send_task_success(self, **said: str) -> Json:
        """Tell the waiter that it is done."""
        self._fault()
        self.told.append((said["taskToken"], json.loads(said["output"])))
        return {}

    def send_task_failure(self, **said: str) -> Json:
        """Tell the waiter that it failed."""
        self._fault()
        self.told.append((said["taskToken"], said["error"]))
        return {}

    def forget(self) -> None:
        """As if new."""
        for remembered in (self.started, self.stopped, self.running, self.told, self.faults):
            remembered.clear()

    def _known(self, arn: str) -> str:
        name = arn.rpartition(":")[2]
        if name not in self.started:
            raise refusal("ExecutionDoesNotExist")
        return name

    def _fault(self) -> None:
        if self.faults:
            raise refusal(self.faults.pop(0))


def refusal(code: str) -> ClientError:
    """An error of the service."""
    return ClientError({"Error": {"Code": code, "Message": "refused"}}, "Any")
