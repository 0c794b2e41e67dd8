"""Batches of messages and stream records: each alone, and only those that failed come again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response

from reprise.domain.runs import Run
from reprise.domain.track import Track
from reprise.edge.logging import log_fault
from reprise.store.queues import Queue, message_of
from reprise.store.runs import run_of
from reprise.store.tracks import track_of

T = TypeVar("T")


class Later(Exception):
    """This message is to be delivered again after so many seconds; why has been logged already.

    It stays in its queue: a handler that queued it anew would, with every doubled delivery, have one more to handle.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = round(seconds)


@dataclass(frozen=True, slots=True)
class Message(Generic[T]):
    """A message out of a queue: what it says, and how often it was received."""

    value: T
    receives: int


@dataclass(frozen=True, slots=True)
class Inbox(Generic[T]):
    """A queue whose messages hold values of `kind`, and what handles them.

    `pause`: after how many seconds a message that met a fault comes again; 0 leaves it to the queue.
    """

    kind: type[T]
    handle: Callable[[Message[T]], None]
    queue: Queue
    pause: int = 0

    def take(self, record: dict[str, Any]) -> None:
        """Handle one record of an SQS event."""
        try:
            value = message_of(record["body"], self.kind)
            self.handle(Message(value, int(record["attributes"]["ApproximateReceiveCount"])))
        except Exception as error:
            pause = error.seconds if isinstance(error, Later) else self.pause
            if pause:
                self.queue.hide(record["receiptHandle"], pause)
            raise


def each_message(event: dict[str, Any], inbox: Inbox[T]) -> dict[str, Any]:
    """Handle the messages of an SQS event."""
    return _each(event, inbox.take, EventType.SQS)


Follow = Callable[[T | None, T | None], None]
"""Does what follows from a change: a thing before and after, None where there was none."""


def each_change(event: dict[str, Any], track: Follow[Track], run: Follow[Run]) -> dict[str, Any]:
    """Handle the changes in a stream event of the tracks table, or of the runs table."""
    followers: dict[str, Follow[Any]] = {
        "track_id": partial(_read, track_of, track),
        "run_id": partial(_read, run_of, run),
    }
    return _each(event, partial(_handle_change, followers), EventType.DynamoDBStreams)


def _handle_change(followers: Mapping[str, Follow[Any]], record: dict[str, Any]) -> None:
    (key,) = record["dynamodb"]["Keys"]
    before, after = (record["dynamodb"].get(name) for name in ("OldImage", "NewImage"))
    followers[key](before, after)


def _read(read: Callable[[Any], T], follow: Follow[T], before: Any, after: Any) -> None:
    follow(read(before) if before else None, read(after) if after else None)


def _each(event: dict[str, Any], handle: Callable[[dict[str, Any]], None], kind: EventType) -> dict[str, Any]:
    def guarded(record: Any) -> None:
        raw = record.raw_event
        try:
            handle(raw)
        except Later:
            raise
        except Exception as error:
            log_fault("record_failed", error, record=raw.get("messageId") or raw.get("eventID"))
            raise

    # A batch whose records all failed is a partial failure like any other: each goes its own way to the dead letters.
    processor = BatchProcessor(event_type=kind, raise_on_entire_batch_failure=False)
    return dict(process_partial_response(event=event, record_handler=guarded, processor=processor))
