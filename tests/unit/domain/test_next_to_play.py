"""What a run waits for next: what is under way, then what is held, in its order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reprise.domain.journeys import being_copied, next_to_play
from reprise.domain.runs import Run
from reprise.domain.states import Submission
from reprise.domain.track import Track
from tests.unit.domain import make
from tests.unit.domain import make_runs as runs
from tests.unit.domain.make_runs import broken, delivered, extension, held, parts, three


class TestNextToPlay:
    def next(self, *tracks: Track, run: Run | None = None) -> str | None:
        track = next_to_play(run or runs.moving(), parts(tracks))
        return track.track_id if track else None

    def test_it_is_the_first_that_is_held(self) -> None:
        assert self.next(held("s0"), held("s1", 1), held("s2", 2)) == "s0"
        assert self.next(delivered("s0"), broken("s1", run_index=1), held("s2", 2)) == "s2"

    @pytest.mark.parametrize("made", [make.queued(), make.sending(), make.accepted(), make.playable(), make.waiting()])
    def test_what_is_under_way_comes_before_what_is_held(self, made: Track) -> None:
        assert self.next(held("s0"), runs.ours(made, track_id="s1", run_index=1), held("s2", 2)) == "s1"

    def test_nothing_comes_after_a_first_one_that_failed_but_that_itself(self) -> None:
        assert self.next(broken("s0"), runs.ours(make.accepted(), track_id="s1", run_index=1)) == "s0"

    def test_what_was_cancelled_before_its_release_is_not_released(self) -> None:
        assert self.next(delivered("s0"), broken("s1", submission=Submission.HELD, run_index=1), held("s2", 2)) == "s2"

    def test_where_there_is_no_room_there_is_nothing_left(self) -> None:
        assert self.next(delivered("s0", 1200), held("s1", 1)) is None
        assert self.next(delivered("s0", 1079), held("s1", 1)) == "s1"
        assert self.next(*three(100, 100, 100)) is None

    def test_an_extension_is_released_since_it_was_made_to_be(self) -> None:
        waiting = held("x0", 3, task_type="extension", sources=extension("x0", "s2").sources)
        assert self.next(*three(1, 1, 1439), waiting, run=runs.moving(extensions=("x0",))) == "x0"


def test_the_first_whose_audio_is_not_stored_is_being_copied() -> None:
    bare = delivered("s1", versions=make.versions(make.A), run_index=1)
    waited_for = being_copied(runs.moving(), parts([held("s0"), bare, replace(bare, track_id="s2")]))
    assert waited_for is bare
    assert being_copied(runs.moving(), parts(three(1, 1, 1))) is None
