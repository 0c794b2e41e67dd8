"""How long somebody had to wait: told once, when it is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from reprise.domain.runs import Run, RunStatus
from reprise.domain.states import Status
from reprise.domain.timings import Timing, of_run, of_segment
from reprise.domain.track import Track
from tests.unit.domain import make_runs as runs
from tests.unit.domain.make import BEFORE


def later(seconds: float) -> Any:
    return BEFORE + timedelta(seconds=seconds)


RELEASED = runs.held(released_at=BEFORE)
HEARD = replace(RELEASED, first_at=later(20.5))
COMPLETED = replace(HEARD, status=Status.COMPLETED, completed_at=later(90))
FAILED = replace(RELEASED, status=Status.FAILED, failed_at=later(7), failure="copyrighted")


@pytest.mark.parametrize(
    ("before", "after", "timings"),
    [
        (RELEASED, HEARD, [Timing("segment_first", 20.5)]),
        (HEARD, COMPLETED, [Timing("segment_complete", 90)]),
        (RELEASED, COMPLETED, [Timing("segment_first", 20.5), Timing("segment_complete", 90)]),
        (RELEASED, FAILED, [Timing("segment_failed", 7, "copyrighted")]),
        (HEARD, replace(HEARD, rev=9), []),
        (COMPLETED, replace(COMPLETED, rev=9), []),
        (None, COMPLETED, []),
        (runs.held(), replace(FAILED, released_at=None), []),
    ],
)
def test_a_segment_can_be_heard_is_whole_or_has_failed(
    before: Track | None, after: Track, timings: list[Timing]
) -> None:
    assert list(of_segment(before, after)) == timings


@pytest.mark.parametrize(
    ("before", "after", "timings"),
    [
        (runs.moving(), runs.ready(ready_at=later(600)), [Timing("run_ready", 600)]),
        (runs.moving(), runs.failed(failed_at=later(60)), [Timing("run_failed", 60)]),
        (runs.moving(), runs.cancelled(), []),
        (runs.ready(), runs.ready(rev=9), []),
        (None, runs.ready(), []),
        (runs.fresh(), runs.fresh(status=RunStatus.CANCELLED), []),
    ],
)
def test_a_run_is_ready_or_has_failed(before: Run | None, after: Run, timings: list[Timing]) -> None:
    assert list(of_run(before, after)) == timings
