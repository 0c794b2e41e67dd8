"""The endpoint of the metrics."""

from __future__ import annotations

import re
from dataclasses import asdict
from http import HTTPStatus
from typing import cast

from reprise.domain.credits import as_number
from reprise.domain.errors import FieldError, InvalidInput
from reprise.domain.metrics import STAGES
from reprise.domain.summary import Counts, Span, Summary, share_of
from reprise.edge.bootstrap.measure import Parts
from reprise.edge.http import Call, Response
from reprise.edge.metrics_bodies import BetweenView, MetricsView, ProviderFiguresView, SpanView, StagesView
from reprise.edge.routes import Route
from reprise.store.indexes import as_kept

MOST_HOURS = 168
USUAL_HOURS = 24
_HOURS = re.compile(r"[0-9]{1,3}")


def get_metrics(parts: Parts, call: Call) -> Response[MetricsView]:
    """The last hours' figures, and what is stuck now. Raises Forbidden, InvalidInput."""
    call.require_admin()
    hours = _hours_of(call)
    return Response(HTTPStatus.OK, metrics_view(parts.reporter.summary(hours), hours, parts.reporter.stuck.count()))


ROUTES = (
    Route(
        "GET /v1/metrics",
        get_metrics,
        None,
        MetricsView,
        "Show the figures of the last hours (admins only).",
        ("hours",),
    ),
)


def metrics_view(summary: Summary, hours: int, stuck: int) -> MetricsView:
    """A summary as it is shown."""
    stages = summary.stages
    return {
        "since": as_kept(summary.begin),
        "until": as_kept(summary.end),
        "hours": hours,
        "stages": _stages(stages),
        "codes": dict(sorted(summary.codes.items())),
        "providers": {name: _provider(reached) for name, reached in sorted(summary.providers.items())},
        "successRate": share_of("completed", stages),
        "errorRate": share_of("failed", stages),
        "ttfp": _span(summary.span("ttfp")),
        "ttfc": _span(summary.span("ttfc")),
        "betweenStages": _between(summary),
        "stuck": stuck,
        "creditsCharged": as_number(summary.charged),
        "creditsRefunded": as_number(summary.refunded),
    }


def _between(summary: Summary) -> BetweenView:
    return {
        "startedToSubmitted": _span(summary.span("submitted")),
        "startedToText": _span(summary.span("text")),
        "textToFirst": _span(summary.span("first")),
        "firstToCompleted": _span(summary.span("completed")),
    }


def _provider(stages: Counts) -> ProviderFiguresView:
    return {
        "stages": _stages(stages),
        "successRate": share_of("completed", stages),
        "errorRate": share_of("failed", stages),
    }


def _stages(counts: Counts) -> StagesView:
    return cast("StagesView", {stage: counts[stage] for stage in STAGES})


def _span(span: Span) -> SpanView:
    return cast("SpanView", asdict(span))


def _hours_of(call: Call) -> int:
    text = call.query("hours") or str(USUAL_HOURS)
    if not _HOURS.fullmatch(text) or not 1 <= int(text) <= MOST_HOURS:
        raise InvalidInput([FieldError("hours", "page_size", {"bound": MOST_HOURS})])
    return int(text)
