"""What a change of a track adds to its hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from reprise.domain.histogram import bucket_of
from reprise.domain.metrics import Change, Figures, change_of, figures_of
from reprise.domain.operations import LYRICS
from reprise.domain.states import Stage, Status
from reprise.domain.summary import Summary, share_of
from reprise.domain.track import Track
from tests.unit.domain import make
from tests.unit.domain.make import BEFORE


def later(seconds: float) -> Any:
    return BEFORE + timedelta(seconds=seconds)


QUEUED = make.queued(created_at=BEFORE, updated_at=BEFORE)
SUBMITTED = replace(QUEUED, stage=Stage.SUBMITTED, updated_at=later(2))
HEARD = replace(SUBMITTED, stage=Stage.FIRST, text_at=later(20), first_at=later(32), updated_at=later(32))
COMPLETED = replace(HEARD, status=Status.COMPLETED, stage=Stage.COMPLETE, completed_at=later(90), updated_at=later(90))
FAILED = replace(
    QUEUED, status=Status.FAILED, stage=Stage.ERROR, failed_at=later(7), failure="copyrighted", refunded=10
)


def spans(**seconds: float) -> dict[str, int]:
    return {f"span__{name}__{bucket_of(one)}": 1 for name, one in seconds.items()}


def stages(*names: str) -> dict[str, int]:
    return {f"stage__suno__{name}": 1 for name in names}


@pytest.mark.parametrize(
    ("before", "after", "figures"),
    [
        (None, QUEUED, stages("started") | {"tenths__charged": 10}),
        (QUEUED, SUBMITTED, stages("submitted") | spans(submitted=2)),
        (SUBMITTED, HEARD, stages("text", "first") | spans(text=20, first=12, ttfp=32)),
        (HEARD, COMPLETED, stages("completed") | spans(completed=58, ttfc=90)),
        (QUEUED, FAILED, stages("failed") | {"code__suno__copyrighted": 1, "tenths__refunded": 10}),
        (COMPLETED, replace(COMPLETED, rev=9), {}),
    ],
)
def test_a_change_counts_what_it_has_reached(before: Track | None, after: Track, figures: dict[str, int]) -> None:
    assert figures_of(Change("1", before, after)) == figures


def test_nobody_waits_for_words_as_for_a_song() -> None:
    before, after = (replace(track, task_type=LYRICS.name) for track in (HEARD, COMPLETED))
    assert figures_of(Change("1", before, after)) == stages("completed")


def test_a_segment_starts_when_it_is_released() -> None:
    before, after = (replace(track, released_at=later(10)) for track in (SUBMITTED, HEARD))
    assert figures_of(Change("1", before, after)) == stages("text", "first") | spans(text=10, first=12, ttfp=22)


def test_a_running_track_that_is_deleted_was_cancelled_in_the_hour_in_which_it_went() -> None:
    change = change_of("1", QUEUED, None, datetime(2026, 1, 2, 5, 59, tzinfo=UTC))
    assert change is not None
    assert change.hour == datetime(2026, 1, 2, 5, tzinfo=UTC)
    cancelled = stages("failed") | {"code__suno__cancelled": 1, "tenths__refunded": 10}
    assert figures_of(change) == cancelled


@pytest.mark.parametrize("before", [COMPLETED, FAILED, None])
def test_what_was_over_when_it_went_changes_nothing(before: Track | None) -> None:
    assert change_of("1", before, None, BEFORE) is None


def test_a_summary_of_nothing_has_no_shares_and_no_percentiles() -> None:
    summary = Summary(BEFORE, BEFORE, Figures())
    assert (share_of("completed", summary.stages), summary.span("ttfp").p50, summary.charged) == (None, None, 0)
