"""Makes moto's Step Functions call the stack's functions, and end executions and tokens as AWS does."""

from __future__ import annotations

import functools
from typing import Any

import boto3
from botocore.config import Config
from moto.core.config import default_user_config
from moto.core.exceptions import AWSError
from moto.stepfunctions.parser.api import ExecutionStatus
from moto.stepfunctions.parser.asl.component.state.exec.state_task import lambda_eval_utils
from moto.stepfunctions.parser.asl.eval.callback.callback import CallbackPoolManager
from moto.stepfunctions.parser.backend.execution import BaseExecutionWorkerCommunication, Execution
from moto.stepfunctions.parser.models import StepFunctionsParserBackend

from local import moto_tuning
from local.moto_tuning import Change, one_at_a_time

_ANSWER_SECONDS = 900
_MOST = 100


def _at_the_stack(url: str, _original: Any) -> Any:
    @one_at_a_time  # the making of a client is not for many threads
    @functools.cache
    def client(region: str) -> Any:
        # The machine says what is tried again.
        once = Config(retries={"total_max_attempts": 1}, read_timeout=_ANSWER_SECONDS, max_pool_connections=_MOST)
        session = boto3.Session("local", "local", region_name=region)
        return session.client("lambda", endpoint_url=url, config=once)

    def boto_client_for(region: str, service: str, state_credentials: Any = None) -> Any:  # noqa: ARG001
        return client(region)

    return boto_client_for


def _begun(_original: Any) -> Any:
    """Tokens of executions that are over are known, too: AWS says that they are too late, not that they are none."""

    def executions(self: Any, execution_status: Any = None) -> list[Any]:  # noqa: ARG001
        known = [execution for machine in self.state_machines for execution in machine.executions]
        return [execution for execution in known if getattr(execution.exec_worker, "env", None)]

    return executions


def _answered_once(notify: Any) -> Any:
    """The second answer to a token, or one after its task's end, is refused."""

    @functools.wraps(notify)
    def notified(self: Any, callback_id: str, outcome: Any) -> Any:
        endpoint = self.get(callback_id)
        if endpoint is not None and endpoint._notify_event.is_set():  # noqa: SLF001 - there is no public one
            raise AWSError("the task of this token is over", "TaskTimedOut")
        return notify(self, callback_id, outcome)

    return notified


def _stopped_at_once(stop: Any) -> Any:
    """Moto only looks whether it has been stopped when the task it waits for is over."""

    @functools.wraps(stop)
    def stopped(self: Any, stop_date: Any, error: str | None, cause: str | None) -> None:
        if self.exec_status != ExecutionStatus.RUNNING:
            return
        stop(self, stop_date, error, cause)
        self.exec_status, self.stop_date = ExecutionStatus.ABORTED, stop_date
        for endpoint in list(self.exec_worker.env.callback_pool_manager._pool.values()):  # noqa: SLF001
            endpoint.interrupt_all()

    return stopped


def _still_stopped(terminated: Any) -> Any:
    @functools.wraps(terminated)
    def ended(self: Any) -> None:
        if self.execution.exec_status == ExecutionStatus.RUNNING:
            terminated(self)

    return ended


CHANGES = (
    Change(
        StepFunctionsParserBackend,
        "start_execution",
        ("self", "state_machine_arn", "name", "execution_input", "trace_header"),
        one_at_a_time,
    ),
    Change(StepFunctionsParserBackend, "_get_executions", ("self", "execution_status"), _begun),
    Change(CallbackPoolManager, "notify", ("self", "callback_id", "outcome"), _answered_once),
    Change(Execution, "stop", ("self", "stop_date", "error", "cause"), _stopped_at_once),
    Change(BaseExecutionWorkerCommunication, "terminated", ("self",), _still_stopped),
)


def apply(lambda_url: str) -> None:
    """Let moto run machines, whose calls of functions go to this address."""
    default_user_config["stepfunctions"] = {"execute_state_machine": True}
    at_the_stack = functools.partial(_at_the_stack, lambda_url)
    clients = Change(lambda_eval_utils, "boto_client_for", ("region", "service", "state_credentials"), at_the_stack)
    moto_tuning.apply((clients, *CHANGES))
