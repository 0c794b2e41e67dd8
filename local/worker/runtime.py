"""Lambda's runtime: one invocation after the other, with a context object."""

from __future__ import annotations

import importlib
import json
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from local.worker.channel import Channel
from local.worker.watch import Watch


class Context:
    """The second argument of a handler."""

    def __init__(self, given: dict[str, Any], invocation: dict[str, Any]) -> None:
        self.aws_request_id: str = invocation["requestId"]
        self.function_name: str = given["functionName"]
        self.function_version = "$LATEST"
        self.invoked_function_arn: str = given["arn"]
        self.memory_limit_in_mb: str = str(given["memory"])
        self.log_group_name = f"/aws/lambda/{self.function_name}"
        self.log_stream_name = "local"
        self.identity = None
        self.client_context = None
        self._deadline: float = invocation["deadline"]

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until the function is killed."""
        return max(0, int((self._deadline - time.time()) * 1000))


def _load(handler: str) -> Callable[[Any, Context], Any]:
    module, name = handler.rsplit(".", 1)
    loaded: Callable[[Any, Context], Any] = getattr(importlib.import_module(module), name)
    return loaded


def _failure(error: BaseException) -> dict[str, Any]:
    trace = traceback.format_exc()
    print(trace, file=sys.stderr, flush=True)
    return {"errorMessage": str(error), "errorType": type(error).__name__, "stackTrace": trace.splitlines()}


def _invoke(handler: Callable[[Any, Context], Any], event: Any, context: Context) -> dict[str, Any]:
    try:
        result = handler(event, context)
        json.dumps(result)  # what cannot be marshalled is the function's error, as in Lambda
    except Exception as error:  # noqa: BLE001 - whatever a handler raises is its answer
        return {"error": _failure(error)}
    return {"result": result}


def serve(given: dict[str, Any]) -> None:
    """Import the handler, say so, and answer invocations until the stack hangs up."""
    channel = Channel(given["fd"], Path(given["flag"]))
    watch = Watch(channel, given["providers"])
    watch.install()
    try:
        handler = _load(given["handler"])
    except BaseException as error:  # noqa: BLE001 - SystemExit at import is a failed start too
        channel.send({"failed": _failure(error)})
        return
    channel.send({"ready": True})
    while True:
        try:
            invocation = channel.receive()
        except EOFError:
            return
        watch.request_id = invocation["requestId"]
        channel.send(_invoke(handler, invocation["event"], Context(given, invocation)))
        sys.stdout.flush()
