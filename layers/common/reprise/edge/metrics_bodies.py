"""The JSON body of `GET /metrics`, as types. Durations are in seconds, amounts are credits."""

from __future__ import annotations

from typing_extensions import TypedDict


class SpanView(TypedDict):
    """How often something took its time, and how long; null where it never did."""

    count: int
    p50: float | None
    p95: float | None


class StagesView(TypedDict):
    """How many tracks reached each stage."""

    started: int
    submitted: int
    text: int
    first: int
    completed: int
    failed: int


class ProviderFiguresView(TypedDict):
    """A provider's part of it; the shares are null where nothing has ended."""

    stages: StagesView
    successRate: float | None
    errorRate: float | None


class BetweenView(TypedDict):
    """From the start to submission and to the text, from there to the first song, and from there to the end."""

    startedToSubmitted: SpanView
    startedToText: SpanView
    textToFirst: SpanView
    firstToCompleted: SpanView


class MetricsView(TypedDict):
    """The figures from the beginning of an hour until now.

    `codes` counts failures; `ttfp` is the time from start to first song, `ttfc` that to the end; `stuck` is now.
    """

    since: str
    until: str
    hours: int
    stages: StagesView
    codes: dict[str, int]
    providers: dict[str, ProviderFiguresView]
    successRate: float | None
    errorRate: float | None
    ttfp: SpanView
    ttfc: SpanView
    betweenStages: BetweenView
    stuck: int
    creditsCharged: float
    creditsRefunded: float
