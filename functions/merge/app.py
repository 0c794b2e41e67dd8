"""Joins songs that their owner wants one after the other."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from reprise.domain.jobs import MergeJob
from reprise.edge.batches import Inbox, Message, each_message
from reprise.edge.bootstrap.merge import Parts, Settings, build
from reprise.edge.function import Function
from reprise.edge.logging import log

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

PAUSE = 20
"""Seconds after a fault of ours. The queue's own pause is for a worker that dies without a word."""


def handle(parts: Parts, event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Handle a batch of merges."""

    def merge(message: Message[MergeJob]) -> None:
        left = timedelta(milliseconds=context.get_remaining_time_in_millis())
        track = parts.merger.merge(message.value, parts.merger.clock() + left)
        became = (track.status, track.failure) if track else ("deleted", None)
        log("merged", track_id=message.value.track_id, status=became[0], failure=became[1])

    return each_message(event, Inbox(MergeJob, merge, parts.merges, PAUSE))


lambda_handler = Function(Settings, build, handle=handle)
