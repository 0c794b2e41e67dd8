"""What calls a function: routes, queues, streams and schedules of a SAM function's `Events`."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, Protocol

from local.intrinsics import TemplateError, refuse_unknown
from local.specs import QueueSource, Route, Schedule, StreamSource

_RATE = re.compile(r"rate\((\d+) (second|minute|hour|day)s?\)")
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
# Without a MaximumConcurrency Lambda keeps on adding pollers; on one machine a few at a time are plenty.
_USUAL_CONCURRENCY = 4
_MOST_PER_RECEIVE = 10
_NO_LIMIT = -1
# Everything that is read or that changes nothing on one machine; anything else is refused.
_PROPERTIES = {
    "HttpApi": {"ApiId", "Path", "Method", "Auth"},
    "SQS": {"Queue", "BatchSize", "FunctionResponseTypes", "ScalingConfig"},
    "DynamoDB": {
        "Stream", "StartingPosition", "BatchSize", "BisectBatchOnFunctionError", "MaximumRetryAttempts",
        "MaximumRecordAgeInSeconds", "FunctionResponseTypes", "DestinationConfig", "MaximumBatchingWindowInSeconds",
        "TumblingWindowInSeconds",
    },
    "ScheduleV2": {"Name", "ScheduleExpression", "Input", "DeadLetterConfig", "RetryPolicy"},
}  # fmt: skip


class Source(Protocol):
    """The part of the template that triggers need."""

    def resolve(self, value: Any) -> Any:
        """The value without intrinsics."""

    def logical_id(self, arn: str) -> str:
        """The resource with this ARN."""


def _partial(event: dict[str, Any]) -> bool:
    return "ReportBatchItemFailures" in event.get("FunctionResponseTypes", [])


@dataclass
class Triggers:
    """The triggers of all functions read so far."""

    routes: list[Route] = field(default_factory=list)
    queues: list[QueueSource] = field(default_factory=list)
    streams: list[StreamSource] = field(default_factory=list)
    schedules: list[Schedule] = field(default_factory=list)

    def read(self, template: Source, function: str, events: dict[str, Any]) -> None:
        """Add one function's events; TemplateError for what the stack would not do."""
        readers = {
            "HttpApi": self._route,
            "SQS": self._queue,
            "DynamoDB": self._stream,
            "ScheduleV2": self._schedule,
        }
        for event in events.values():
            kind, properties = event["Type"], event.get("Properties", {})
            if kind not in readers:
                raise TemplateError(f"the local stack does not know events of type {kind}")
            refuse_unknown(properties, _PROPERTIES[kind], f"{kind} events")
            readers[kind](template, function, template.resolve(properties))

    def _route(self, _template: Source, function: str, event: dict[str, Any]) -> None:
        if "+}" in event["Path"]:
            raise TemplateError(f"the local stack does not know greedy paths: {event['Path']}")
        authorized = event.get("Auth", {}).get("Authorizer") != "NONE"
        self.routes.append(Route(event["Method"].upper(), event["Path"], function, authorized))

    def _queue(self, template: Source, function: str, event: dict[str, Any]) -> None:
        batch_size = int(event.get("BatchSize", _MOST_PER_RECEIVE))
        if batch_size > _MOST_PER_RECEIVE:
            raise TemplateError(f"a BatchSize of {batch_size} wants a batching window, which the local stack has not")
        self.queues.append(
            QueueSource(
                function=function,
                queue=template.logical_id(event["Queue"]),
                arn=event["Queue"],
                batch_size=batch_size,
                concurrency=int(event.get("ScalingConfig", {}).get("MaximumConcurrency", _USUAL_CONCURRENCY)),
                partial=_partial(event),
            )
        )

    def _stream(self, template: Source, function: str, event: dict[str, Any]) -> None:
        destination = event.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
        retries = int(event.get("MaximumRetryAttempts", _NO_LIMIT))
        oldest = float(event.get("MaximumRecordAgeInSeconds", _NO_LIMIT))
        self.streams.append(
            StreamSource(
                function=function,
                table=template.logical_id(event["Stream"]),
                batch_size=int(event.get("BatchSize", 100)),
                partial=_partial(event),
                bisect=bool(event.get("BisectBatchOnFunctionError", False)),
                attempts=None if retries == _NO_LIMIT else retries + 1,
                on_failure=template.logical_id(destination) if destination else None,
                oldest=None if oldest == _NO_LIMIT else oldest,
                windows=bool(event.get("TumblingWindowInSeconds")),
            )
        )

    def _schedule(self, _template: Source, function: str, event: dict[str, Any]) -> None:
        expression = event["ScheduleExpression"]
        match = _RATE.fullmatch(expression)
        if match is None:
            raise TemplateError(f"the local stack only knows rate(...) schedules, not {expression!r}")
        seconds = float(match[1]) * _SECONDS[match[2]]
        self.schedules.append(Schedule(function, function, seconds, json.loads(event.get("Input", "{}"))))
