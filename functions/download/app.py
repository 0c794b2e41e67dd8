"""Copies a version's audio, cover and video to S3."""

from __future__ import annotations

from functools import partial
from typing import Any

from reprise.domain.jobs import CopyJob
from reprise.domain.versions import Copy
from reprise.edge.batches import Inbox, Later, Message, each_message
from reprise.edge.bootstrap.download import Parts, Settings, build
from reprise.edge.function import Function
from reprise.edge.logging import log, log_problem
from reprise.usecases.copying import Copier, CopyLater, retry_seconds


def handle(parts: Parts, event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Handle a batch of copy jobs."""
    return each_message(event, Inbox(CopyJob, partial(copy, parts.copier), parts.downloads))


def copy(copier: Copier, message: Message[CopyJob]) -> None:
    """Copy one version, or have the job come again when its provider may be ready."""
    try:
        for done in copier.copy(message.value, message.receives):
            log_copy(message.value, done)
    except CopyLater as later:
        log("copy_later", track_id=message.value.track_id, reasons=later.reasons)
        raise Later(retry_seconds(message.receives, later.reasons)) from later


def log_copy(job: CopyJob, done: Copy) -> None:
    """One line for each asset; a refusal alarms the operator."""
    (outcome, say) = ("copy_refused", log_problem) if done.refusal else ("copied", log)
    say(outcome, track_id=job.track_id, slot=job.slot, asset=done.asset, refusal=done.refusal)


lambda_handler = Function(Settings, build, handle=handle)
