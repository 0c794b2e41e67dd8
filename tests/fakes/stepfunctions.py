"""The Step Functions client in memory. Executions go on only when they are let: by `step`, one call of a function."""

# ruff: noqa: N803 - the arguments are spelled as AWS spells them
from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from local import specs
from tests.fakes.clock import VirtualClock
from tests.fakes.courses import RUNNING, TIMEOUT, Course, Definition
from tests.fakes.wire import Wire
from tests.fakes.writes import Answer, refusal

Call = Callable[[str, Any], bool]
"""Calls a function, by its ARN; whether it answered."""
DIED = "Lambda.Unknown"
"""What an invocation that died looks like to who made it."""


@dataclass(frozen=True, slots=True)
class Execution:
    """An execution of a machine."""

    arn: str
    machine: str
    given: str
    begun_at: datetime
    course: Course


class FakeStepFunctions:
    """The part of botocore's Step Functions client that the store uses. `running` and `over` are by ARN."""

    def __init__(self, machines: Iterable[specs.Machine], clock: VirtualClock, wire: Wire) -> None:
        self._definitions = {one.name: Definition(json.loads(one.definition)) for one in machines}
        self.running: dict[str, Execution] = {}
        self.over: dict[str, Execution] = {}
        self._tokens = 0
        self._calling: set[str] = set()
        self._clock, self._wire = clock, wire

    def save(self) -> tuple[dict[str, Execution], dict[str, Execution], int]:
        """Every execution."""
        return dict(self.running), dict(self.over), self._tokens

    def load(self, saved: tuple[dict[str, Execution], dict[str, Execution], int]) -> None:
        """Be as it was when it was saved."""
        self.running, self.over, self._tokens = dict(saved[0]), dict(saved[1]), saved[2]

    # --- the client ---------------------------------------------------------------------------------------------------
    def start_execution(self, *, stateMachineArn: str, name: str, input: str) -> Answer:  # noqa: A002
        """StartExecution; a name is used once, unless it is asked for again in the same words while it runs."""

        def start() -> Answer:
            machine = stateMachineArn.rpartition(":")[2]
            arn = f"{stateMachineArn.replace(':stateMachine:', ':execution:')}:{name}"
            known = self.running.get(arn)
            if known and known.given == input:
                return {"executionArn": arn}
            if known or arn in self.over:
                raise refusal("ExecutionAlreadyExists", "StartExecution")
            course = self._definitions[machine].begun(json.loads(input))
            self._put(Execution(arn, machine, input, self._clock(), course))
            return {"executionArn": arn}

        return self._wire("states.StartExecution", start)

    def stop_execution(self, *, executionArn: str) -> Answer:
        """StopExecution; one that is over stays as it is."""

        def stop() -> Answer:
            self._known(executionArn, "StopExecution")
            self.kill(executionArn)
            return {}

        return self._wire("states.StopExecution", stop)

    def describe_execution(self, *, executionArn: str) -> Answer:
        """DescribeExecution."""

        def describe() -> Answer:
            return {"status": self._known(executionArn, "DescribeExecution").course.status}

        return self._wire("states.DescribeExecution", describe)

    def send_task_success(self, *, taskToken: str, output: str) -> Answer:
        """SendTaskSuccess."""

        def succeed() -> Answer:
            execution = self._waiting(taskToken, "SendTaskSuccess")
            self._go(execution, self._definition(execution).answered(execution.course, json.loads(output)))
            return {}

        return self._wire("states.SendTaskSuccess", succeed)

    def send_task_failure(self, *, taskToken: str, error: str) -> Answer:
        """SendTaskFailure."""

        def fail() -> Answer:
            self._raise(self._waiting(taskToken, "SendTaskFailure"), error)
            return {}

        return self._wire("states.SendTaskFailure", fail)

    # --- what the service does by itself ------------------------------------------------------------------------------
    def moments(self) -> Iterator[datetime]:
        """When executions will go on by themselves."""
        for execution in self.running.values():
            yield min(_next(execution), self._end(execution))

    def step(self, call: Call) -> bool:
        """Let one execution that can go on do so: its task is called, or times out. False: none can."""
        now = self._clock()
        free = (one for one in self.running.values() if one.arn not in self._calling)
        ready = next((one for one in free if min(_next(one), self._end(one)) <= now), None)
        if ready is None:
            return False
        if self._end(ready) <= now:
            self.kill(ready.arn, "TIMED_OUT")
        elif ready.course.frame.token:
            self._raise(ready, TIMEOUT)
        else:
            self._call(ready, call)
        return True

    def kill(self, arn: str, status: str = "ABORTED") -> None:
        """End an execution from outside; nobody is told."""
        if execution := self.running.get(arn):
            self._go(execution, execution.course.ended(status))

    def _call(self, execution: Execution, call: Call) -> None:
        self._tokens += 1
        definition, token = self._definition(execution), f"{execution.arn}#{self._tokens}"
        course, function, payload = definition.called(execution.course, token, self._clock())
        self._go(execution, course)
        self._calling.add(execution.arn)
        done = call(function, payload)
        self._calling.discard(execution.arn)
        now = self.running.get(execution.arn)
        if now is None or now.course.frame.token != token:  # it was answered, or stopped, while the function ran
            return
        if not done:
            self._raise(now, DIED)
        elif not definition.waits(now.course):
            self._go(now, definition.answered(now.course, None))

    def _raise(self, execution: Execution, error: str) -> None:
        self._go(execution, self._definition(execution).raised(execution.course, error, self._clock()))

    def _go(self, execution: Execution, course: Course) -> None:
        self._put(replace(execution, course=course))

    def _put(self, execution: Execution) -> None:
        self.running.pop(execution.arn, None)
        where = self.running if execution.course.status == RUNNING else self.over
        where[execution.arn] = execution

    def _known(self, arn: str, operation: str) -> Execution:
        found = self.running.get(arn) or self.over.get(arn)
        if found is None:
            raise refusal("ExecutionDoesNotExist", operation)
        return found

    def _waiting(self, token: str, operation: str) -> Execution:
        """The execution that waits with a token."""
        arn, _, number = token.partition("#")
        if not number:
            raise refusal("InvalidToken", operation)
        execution = self.running.get(arn)
        if execution is None:
            raise refusal("TaskDoesNotExist", operation)
        if execution.course.frame.token != token:
            raise refusal("TaskTimedOut", operation)
        return execution

    def _definition(self, execution: Execution) -> Definition:
        return self._definitions[execution.machine]

    def _end(self, execution: Execution) -> datetime:
        return execution.begun_at + timedelta(seconds=self._definition(execution).seconds)


def _next(execution: Execution) -> datetime:
    """When its task is to be called, or times out."""
    return execution.course.frame.until or execution.begun_at
