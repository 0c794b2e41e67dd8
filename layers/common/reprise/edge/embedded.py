"""Metrics for CloudWatch, embedded in the log: what the last changes were, by provider."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter

from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

from reprise.domain.metrics import Change, spans_of

NAMESPACE = "Reprise"

COUNTED = {"started": "TracksStarted", "completed": "TracksCompleted", "failed": "TracksFailed"}
"""The metrics that count who has reached a stage. CloudWatch wants money for each, so there are few."""

TIMED = {"ttfp": "TimeToFirst", "ttfc": "TimeToComplete"}
"""The metrics that time a span."""


def embed(changes: Sequence[Change]) -> None:
    """Write a line of metrics for each provider that the changes are of."""
    of_provider = attrgetter("provider")
    for provider, same in groupby(sorted(changes, key=of_provider), of_provider):
        _embed(provider, same)


def _embed(provider: str, changes: Iterable[Change]) -> None:
    metrics = EphemeralMetrics(namespace=NAMESPACE, service=os.environ.get("AWS_LAMBDA_FUNCTION_NAME", "reprise"))
    metrics.add_dimension("provider", provider)
    for change in changes:
        _add(metrics, change)
    if metrics.metric_set:
        metrics.flush_metrics()


def _add(metrics: EphemeralMetrics, change: Change) -> None:
    for stage in change.reached & COUNTED.keys():
        metrics.add_metric(COUNTED[stage], MetricUnit.Count, 1)
    spans = dict(spans_of(change))
    for span in spans.keys() & TIMED.keys():
        metrics.add_metric(TIMED[span], MetricUnit.Seconds, spans[span])
