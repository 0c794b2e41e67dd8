"""Batches of the tracks' stream that come in windows: only those say which shard they are of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from reprise.domain.metrics import Change, change_of
from reprise.domain.track import Track
from reprise.edge.logging import log_fault
from reprise.store.tracks import track_of

Measure = Callable[[str, Sequence[Change]], None]
"""Counts the changes of a shard."""


def each_window(event: dict[str, Any], measure: Measure) -> dict[str, Any]:
    """Count the changes in a batch; nothing is carried through a window, but Lambda wants its state back.

    A batch is counted whole or comes again whole: a change that this code cannot read waits for the code that can.
    """
    try:
        _count(event, measure)
    except Exception as error:
        log_fault("record_failed", error, record=event["shardId"])
        raise
    return {"state": {}}


def _count(event: dict[str, Any], measure: Measure) -> None:
    changes = list(filter(None, map(_change, event["Records"])))
    if changes:  # the last batch of a window may be empty
        measure(event["shardId"], changes)


def _change(record: dict[str, Any]) -> Change | None:
    told = record["dynamodb"]
    at = datetime.fromtimestamp(told["ApproximateCreationDateTime"], UTC)
    return change_of(told["SequenceNumber"], _track(told, "OldImage"), _track(told, "NewImage"), at)


def _track(told: dict[str, Any], image: str) -> Track | None:
    return track_of(told[image]) if image in told else None
