"""Asking about a task: by one at a time, and not at once again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from reprise.domain import events as ev
from reprise.domain.progress import ASK_GAP
from reprise.domain.track import Track
from tests.unit.domain import make
from tests.unit.domain.make import NOW, after

LATER = NOW + timedelta(seconds=30)


@pytest.mark.parametrize("track", [make.accepted(), make.playable(), make.accepted(asked_at=NOW - ASK_GAP)])
def test_a_question_is_noted_before_it_is_asked_and_is_no_news(track: Track) -> None:
    asked = after(track, ev.Asked(LATER)).track
    assert (asked.asked_at, asked.due_at, asked.updated_at, asked.rev) == (NOW, LATER, track.updated_at, track.rev + 1)


def test_a_question_by_the_way_leaves_the_sweep_its_time() -> None:
    assert after(make.accepted(), ev.Asked()).track.due_at == make.accepted().due_at


@pytest.mark.parametrize(
    "track",
    [
        make.accepted(asked_at=NOW - ASK_GAP + timedelta(milliseconds=1)),
        make.sending(),
        make.waiting(),
        make.completed(),
        make.failed(),
    ],
)
def test_what_was_asked_just_now_or_cannot_be_asked_or_has_ended_is_left_alone(track: Track) -> None:
    assert after(track, ev.Asked(LATER)).track is track
