"""What calls a function: routes, queues, streams and schedules of a SAM function's `Events`."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, Protocol

from local.intrinsics import TemplateError
from local.specs import QueueSource, Route, Schedule, StreamSource

_RATE = re.compile(r"rate\((\d+) (second|minute|hour|day)s?\)")
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
# Lambda keeps on adding pollers to a busy queue; on one machine a few at a time are plenty.
_MOST_AT_ONCE = 4
_NO_LIMIT = -1


class Source(Protocol):
    """The part of the template that triggers need."""

    def resolve(self, value: Any) -> Any:
        """The value without intrinsics."""

    def logical_id(self, arn: str) -> str:
        """The resource with this ARN."""


def compact(value: Any) -> str:
    """JSON without spaces."""
    return json.dumps(value, separators=(",", ":"))


def _partial(event: dict[str, Any]) -> bool:
    return "ReportBatchItemFailures" in event.get("FunctionResponseTypes", [])


def _filters(event: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(one["Pattern"]) for one in event.get("FilterCriteria", {}).get("Filters", []))


@dataclass
class Triggers:
    """The triggers of all functions read so far."""

    routes: list[Route] = field(default_factory=list)
    queues: list[QueueSource] = field(default_factory=list)
    streams: list[StreamSource] = field(default_factory=list)
    schedules: list[Schedule] = field(default_factory=list)

    def read(self, template: Source, function: str, events: dict[str, Any]) -> None:
        """Add one function's events."""
        readers = {
            "HttpApi": self._route,
            "SQS": self._queue,
            "DynamoDB": self._stream,
            "ScheduleV2": self._schedule,
            "Schedule": self._schedule,
        }
        for event in events.values():
            if event["Type"] not in readers:
                raise TemplateError(f"the local stack does not know events of type {event['Type']}")
            readers[event["Type"]](template, function, event.get("Properties", {}))

    def _route(self, template: Source, function: str, event: dict[str, Any]) -> None:
        event = template.resolve(event)
        authorized = event.get("Auth", {}).get("Authorizer") != "NONE"
        self.routes.append(Route(event["Method"].upper(), event["Path"], function, authorized))

    def _queue(self, template: Source, function: str, event: dict[str, Any]) -> None:
        event = template.resolve(event)
        asked = int(event.get("ScalingConfig", {}).get("MaximumConcurrency", _MOST_AT_ONCE))
        self.queues.append(
            QueueSource(
                function=function,
                queue=template.logical_id(event["Queue"]),
                arn=event["Queue"],
                batch_size=int(event.get("BatchSize", 10)),
                window=float(event.get("MaximumBatchingWindowInSeconds", 0)),
                concurrency=min(asked, _MOST_AT_ONCE),
                partial=_partial(event),
                filters=_filters(event),
            )
        )

    def _stream(self, template: Source, function: str, event: dict[str, Any]) -> None:
        event = template.resolve(event)
        destination = event.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
        retries = int(event.get("MaximumRetryAttempts", _NO_LIMIT))
        oldest = float(event.get("MaximumRecordAgeInSeconds", _NO_LIMIT))
        self.streams.append(
            StreamSource(
                function=function,
                table=template.logical_id(event["Stream"]),
                batch_size=int(event.get("BatchSize", 100)),
                window=float(event.get("MaximumBatchingWindowInSeconds", 0)),
                lanes=int(event.get("ParallelizationFactor", 1)),
                partial=_partial(event),
                bisect=bool(event.get("BisectBatchOnFunctionError", False)),
                attempts=None if retries == _NO_LIMIT else retries + 1,
                on_failure=template.logical_id(destination) if destination else None,
                filters=_filters(event),
                oldest=None if oldest == _NO_LIMIT else oldest,
            )
        )

    def _schedule(self, template: Source, function: str, event: dict[str, Any]) -> None:
        expression = event.get("ScheduleExpression", event.get("Schedule", ""))
        match = _RATE.fullmatch(expression)
        if match is None:
            raise TemplateError(f"the local stack only knows rate(...) schedules, not {expression!r}")
        given = template.resolve(event.get("Input", "{}"))
        self.schedules.append(
            Schedule(
                name=function, function=function, seconds=float(match[1]) * _SECONDS[match[2]], input=json.loads(given)
            )
        )
