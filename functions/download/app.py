"""Copies the audio, covers and videos of a track's versions to S3."""

from __future__ import annotations

from typing import Any

from reprise.domain.fetch_errors import retry_seconds
from reprise.domain.jobs import QueuedCopyJob
from reprise.edge.batches import Inbox, Later, Message, each_message
from reprise.edge.bootstrap.download import Settings, copier, downloads
from reprise.edge.logging import log, log_problem
from reprise.usecases.copying import Result

SETTINGS = Settings


def copy(message: Message[QueuedCopyJob]) -> None:
    """Copy what is missing. What the provider has not ready makes the job come again."""
    results = copier().copy(message.value.current(), message.receives)
    for result in results:
        log_result(message.value.track_id, result)
    if reasons := [result.reason for result in results if result.waits]:
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


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Handle a batch of copy jobs."""
    return each_message(event, Inbox(QueuedCopyJob, copy, downloads))
