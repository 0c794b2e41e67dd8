"""One structured line per outcome, with ids: never a token, a secret, a URL's query, a prompt or an e-mail."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

from aws_lambda_powertools import Logger


@cache
def _logger() -> Logger:
    return Logger(service=os.environ.get("AWS_LAMBDA_FUNCTION_NAME", "reprise"))


def log(outcome: str, **ids: Any) -> None:
    """An outcome that is as it should be."""
    _logger().info(outcome, extra=ids)


def log_problem(outcome: str, **ids: Any) -> None:
    """An outcome that somebody may want to look at."""
    _logger().warning(outcome, extra=ids)


def log_surprise(provider: str, surprises: tuple[str, ...]) -> None:
    """A provider has said what no document has: in short words, none of them a user's."""
    log_problem("provider_surprise", provider=provider, surprises=list(surprises))


def log_fault(outcome: str, error: BaseException, **ids: Any) -> None:
    """A fault of ours: its kind and where it happened; its message may quote a request and stays out."""
    _logger().error(outcome, extra={**ids, "fault": type(error).__name__, "at": _place(error)})


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
