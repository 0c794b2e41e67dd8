"""Copies the audio, covers and videos of a track's versions to S3."""

from __future__ import annotations

from functools import partial
from typing import Any

from reprise.domain.fetch_errors import retry_seconds
from reprise.domain.jobs import QueuedCopyJob
from reprise.edge.batches import Inbox, Later, Message, each_message
from reprise.edge.bootstrap.download import Parts, Settings, build
from reprise.edge.function import Function
from reprise.edge.logging import log, log_problem
from reprise.usecases.copying import Copier, Result


def handle(parts: Parts, event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Handle a batch of copy jobs."""
    return each_message(event, Inbox(QueuedCopyJob, partial(copy, parts.copier), parts.downloads))


def copy(copier: Copier, message: Message[QueuedCopyJob]) -> None:
    """Copy what is missing. What the provider has not ready makes the job come again."""
    results = copier.copy(message.value.current(), message.receives)
    for result in results:
        log_result(message.value.track_id, result)
    reasons = [result.reason for result in results if result.waits]
    if reasons:
        raise Later(retry_seconds(message.receives, reasons))


def log_result(track_id: str, result: Result) -> None:
    """One line for each asset; a refusal alarms the operator."""
    where = {"track_id": track_id, "place": result.place, "asset": result.asset}
    if result.copy is None:
        log("copy_later", **where, reason=result.reason)
    elif result.copy.refused:
        log_problem("copy_refused", **where, refusal=result.copy.refusal)
    else:
        log("copied", **where)


lambda_handler = Function(Settings, build, handle=handle)
