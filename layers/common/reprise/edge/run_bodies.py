"""The JSON bodies of runs and presets, as types. Times are RFC 3339 UTC, amounts are credits."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from reprise.domain.runs import RunStatus

SegmentStatus = Literal["queued", "generating", "first", "complete", "failed"]


class LoudnessView(TypedDict):
    """How loud a segment is: integrated loudness (LUFS), peak (1 is full scale), and the gain that levels it (dB)."""

    lufs: float
    peak: float
    gainDb: float


class SegmentView(TypedDict):
    """A segment, in the order in which a player plays them."""

    segmentId: str | None
    segmentIndex: int
    title: str
    technique: str
    prompt: str
    status: SegmentStatus
    previewUrl: str | None
    storagePath: str | None
    durationSeconds: float | None
    targetSeconds: int
    loudness: LoudnessView | None


class RunView(TypedDict):
    """A run; `segments` and `notes` are there where it is shown alone. Distress (SUDS) is told in words."""

    runId: str
    presetKey: str
    title: str
    brief: str
    briefSource: str
    status: RunStatus
    segmentsCount: int
    executionId: str | None
    durationSeconds: float
    targetSeconds: int
    sudsStart: str | None
    sudsMid: str | None
    sudsEnd: str | None
    creditsCharged: float
    creditsRefunded: float
    createdAt: str
    startedAt: str | None
    readyAt: str | None
    failedAt: str | None
    cancelledAt: str | None
    notes: NotRequired[str | None]
    segments: NotRequired[list[SegmentView]]


class RunPage(TypedDict):
    """Runs, newest first."""

    items: list[RunView]
    cursor: str | None


class CreatedView(TypedDict):
    """A run that a request made."""

    runId: str
    title: str
    brief: str
    segmentsCount: int
    status: RunStatus


class ExecutionView(TypedDict):
    """What runs a run."""

    runId: str
    executionId: str


PresetView = TypedDict(
    "PresetView",
    {
        "key": str,
        "title": str,
        "from": str,
        "to": str,
        "minutes": list[int],
        "bpm": list[int],
        "mode": str,
        "instruments": list[str],
        "segmentsCount": int,
    },
)
"""A preset, in the reader's language. `minutes` and `bpm` are the least and the most."""


class PresetList(TypedDict):
    """All presets."""

    items: list[PresetView]
