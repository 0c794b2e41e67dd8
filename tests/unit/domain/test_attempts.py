"""How long an attempt waits, and whose reports count."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zlib import crc32

import pytest

from reprise.domain import events as ev
from reprise.domain.attempts import backoff_seconds, is_stale
from reprise.domain.track import Failure, Track
from tests.unit.domain import make
from tests.unit.domain.make import BEFORE, NOW, after

BUSY = Failure("provider_busy", retryable=True)


def wait(track_id: str, failures: int, base: float) -> float:
    return base * (1 + 0.25 * crc32(f"{track_id}.{failures}".encode()) / 2**32)


@pytest.mark.parametrize(
    ("failures", "base"),
    [(1, 2.0), (2, 4.0), (3, 6.0), (4, 9.0), (5, 13.5), (6, 20.25), (7, 30.375), (8, 45.5625), (9, 60.0), (40, 60.0)],
)
def test_a_wait_is_two_four_six_seconds_then_grows_to_a_minute(failures: int, base: float) -> None:
    assert backoff_seconds("track-1", failures) == wait("track-1", failures, base)
    assert base <= backoff_seconds("track-1", failures) <= base * 1.25


def test_tracks_do_not_come_back_in_step() -> None:
    waits = [backoff_seconds(f"track-{number}", 1) for number in range(500)]
    assert len(set(waits)) == 500
    assert 2.0 <= min(waits) < 2.05
    assert 2.45 < max(waits) <= 2.5


TWO = replace(make.accepted(), attempts=2, closed_attempt=1, task_id="task-2")


@pytest.mark.parametrize(
    ("track", "task_id", "attempt", "stale"),
    [
        (make.accepted(), "task-1", 1, False),
        (make.accepted(), None, 1, False),
        (make.accepted(task_id=None), "task-7", 1, False),
        (make.accepted(), "task-7", 1, True),
        (make.accepted(), "task-1", 2, True),
        (make.accepted(), "task-1", None, False),
        (make.accepted(), "task-7", None, True),
        (make.accepted(), None, None, True),
        (make.accepted(task_id=None), None, None, True),
        (TWO, "task-2", 2, False),
        (TWO, "task-1", 1, True),
        (TWO, "task-1", None, True),
        (replace(TWO, closed_attempt=2, task_id=None), "task-2", 2, True),
    ],
)
def test_only_reports_about_the_current_attempt_count(
    track: Track, task_id: str | None, attempt: int | None, stale: bool
) -> None:
    assert is_stale(track, task_id, attempt) is stale


def test_a_late_error_of_a_closed_attempt_does_not_touch_the_next() -> None:
    sent_again = after(make.waiting(), ev.Claimed("hash-2", NOW + timedelta(minutes=5))).track
    assert after(sent_again, ev.Failed(BUSY, "task-1", 1)).track is sent_again
    assert after(sent_again, ev.Failed(BUSY, "task-1", None)).track is sent_again
    assert sent_again.created_at == BEFORE


def test_an_error_of_another_task_does_not_touch_the_attempt_and_one_of_its_task_alone_does() -> None:
    track = make.accepted()
    assert after(track, ev.Failed(BUSY, "task-7", 1)).track is track
    assert after(track, ev.Failed(BUSY, "task-1")).track.closed_attempt == 1
