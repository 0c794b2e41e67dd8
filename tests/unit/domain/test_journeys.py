"""What a run is, given its tracks: what plays in which order, what still fits, what makes it longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from reprise.domain.journeys import (
    LONGEST,
    MAX_EXTENSIONS,
    SHORTEST,
    has_room_for,
    is_delivered,
    length_of,
    playlist,
    seconds_of,
    to_extend,
)
from reprise.domain.presets import Passage
from reprise.domain.runs import Run
from reprise.domain.track import Track
from reprise.domain.versions import Clip, Version
from tests.unit.domain import make
from tests.unit.domain import make_runs as runs
from tests.unit.domain.make_runs import broken, delivered, extension, held, parts, three


def played(run: Run, *tracks: Track) -> list[str]:
    return [track.track_id for track in playlist(run, parts(tracks))]


def extended(*extensions: str) -> Run:
    return runs.moving(extensions=extensions)


def test_a_journey_plays_from_18_to_24_minutes_with_at_most_three_extensions() -> None:
    assert (timedelta(minutes=18), timedelta(minutes=24), 3) == (SHORTEST, LONGEST, MAX_EXTENSIONS)


class TestPlaylist:
    def test_the_segments_are_played_in_their_order_unfinished_ones_too(self) -> None:
        assert played(runs.moving(), held("s2", 2), delivered("s0"), broken("s1")) == ["s0", "s1", "s2"]

    def test_what_is_not_there_is_not_played(self) -> None:
        assert played(runs.moving(), delivered("s0"), held("s2", 2)) == ["s0", "s2"]
        assert played(runs.fresh()) == []

    def test_an_extension_that_is_longer_holds_its_source_and_takes_its_place(self) -> None:
        assert played(extended("x0"), *three(100, 100, 100), extension("x0", "s2", 160)) == ["s0", "s1", "x0"]

    @pytest.mark.parametrize("seconds", [60, 100, 102, 119.9])
    def test_one_that_is_hardly_longer_is_another_song_and_follows_its_source(self, seconds: float) -> None:
        extending = extension("x0", "s1", seconds)
        assert played(extended("x0"), *three(100, 100, 100), extending) == ["s0", "s1", "x0", "s2"]

    def test_a_chain_of_three_that_each_hold_what_was_before_is_one_song(self) -> None:
        chain = [extension("x0", "s2", 160), extension("x1", "x0", 220), extension("x2", "x1", 280)]
        run = extended("x0", "x1", "x2")
        assert played(run, *three(100, 100, 100), *chain) == ["s0", "s1", "x2"]
        assert length_of(run, parts([*three(100, 100, 100), *chain])) == timedelta(seconds=480)

    def test_a_chain_of_three_that_each_follow_is_played_one_after_the_other(self) -> None:
        chain = [extension("x0", "s2", 60), extension("x1", "x0", 50), extension("x2", "x1", 40)]
        run = extended("x0", "x1", "x2")
        assert played(run, *three(100, 100, 100), *chain) == ["s0", "s1", "s2", "x0", "x1", "x2"]
        assert length_of(run, parts([*three(100, 100, 100), *chain])) == timedelta(seconds=450)

    def test_one_that_follows_tells_that_the_others_follow_too_however_long_they_are(self) -> None:
        chain = [extension("x0", "s2", 60), extension("x1", "x0", 120)]
        assert played(extended("x0", "x1"), *three(100, 100, 100), *chain) == ["s0", "s1", "s2", "x0", "x1"]

    def test_an_extension_that_is_not_delivered_is_not_played(self) -> None:
        tracks = [*three(100, 100, 100), broken("x0", task_type="extension", run_index=3)]
        assert played(extended("x0"), *tracks) == ["s0", "s1", "s2"]
        assert played(extended("x0"), *three(100, 100, 100)) == ["s0", "s1", "s2"]


class TestLength:
    def test_it_is_that_of_what_is_delivered(self) -> None:
        tracks = [delivered("s0", 100.5), held("s1", 1), broken("s2", versions=(runs.stored(50),))]
        assert length_of(runs.moving(), parts(tracks)) == timedelta(seconds=100.5)

    def test_it_is_that_of_the_lead(self) -> None:
        other = Version(Clip("id-b", "https://files.example/b.mp3", duration_seconds=999), 1)
        assert seconds_of(delivered(versions=(other, runs.stored(10)), lead=1)) == 10
        assert seconds_of(delivered(versions=(other, runs.stored(10)), lead=0)) == 999

    def test_without_a_clip_or_a_known_length_it_is_nothing(self) -> None:
        assert seconds_of(held()) == 0
        assert seconds_of(delivered(seconds=None)) == 0

    def test_a_segment_is_delivered_when_its_audio_is_stored_or_refused(self) -> None:
        unsettled = delivered(versions=(Version(make.A, 1),))
        assert [is_delivered(track) for track in (delivered(), unsettled, broken(), held())] == [
            True,
            False,
            False,
            False,
        ]


class TestRoom:
    def run(self, *targets: int) -> Run:
        passages = tuple(Passage("t", "t", "p", target) for target in targets)
        return runs.moving(passages=passages)

    def test_below_the_shortest_there_is_always_room(self) -> None:
        assert has_room_for(self.run(9999, 9999, 9999), parts(three(539, 540)), 2)

    @pytest.mark.parametrize(("target", "fits"), [(360, True), (361, False)])
    def test_beyond_it_what_is_planned_must_fit(self, target: int, *, fits: bool) -> None:
        tracks = three(*[180] * 6)
        run = runs.moving(
            segments=tuple(track.track_id for track in tracks),
            passages=(*runs.PASSAGES, *runs.PASSAGES, replace(runs.PASSAGES[0], target_seconds=target)),
        )
        assert length_of(run, parts(tracks)) == SHORTEST
        assert has_room_for(run, parts(tracks), 6) is fits

    @pytest.mark.parametrize(("longest", "fits"), [(180, True), (181, False)])
    def test_a_segment_may_be_as_long_as_the_longest_was(self, longest: float, *, fits: bool) -> None:
        tracks = three(longest, *[180] * 6)
        segments = tuple(track.track_id for track in tracks)
        run = runs.moving(segments=segments, passages=(replace(runs.PASSAGES[0], target_seconds=1),) * 8)
        assert has_room_for(run, parts(tracks), 7) is fits


class TestToExtend:
    def test_it_is_the_last_one(self) -> None:
        last = to_extend(runs.moving(), parts(three(100, 100, 100)))
        assert last
        assert last.track_id == "s2"

    def test_it_is_the_last_one_that_is_delivered(self) -> None:
        tracks = [delivered("s0", 100), delivered("s1", 100, run_index=1), broken("s2", run_index=2)]
        last = to_extend(runs.moving(), parts(tracks))
        assert last
        assert last.track_id == "s1"

    def test_an_extension_is_extended_again(self) -> None:
        tracks = [*three(100, 100, 100), extension("x0", "s2", 160)]
        last = to_extend(extended("x0"), parts(tracks))
        assert last
        assert last.track_id == "x0"

    @pytest.mark.parametrize(("seconds", "wanted"), [(359, True), (360, False)])
    def test_a_journey_of_18_minutes_is_long_enough(self, seconds: float, *, wanted: bool) -> None:
        assert (to_extend(runs.moving(), parts(three(360, 360, seconds))) is not None) is wanted

    def test_three_extensions_are_enough_whatever_became_of_them(self) -> None:
        failed = [broken(name, task_type="extension") for name in ("x0", "x1", "x2")]
        assert to_extend(extended("x0", "x1"), parts([*three(1, 1, 1), *failed[:2]])) is not None
        assert to_extend(extended("x0", "x1", "x2"), parts([*three(1, 1, 1), *failed])) is None

    def test_where_nothing_was_delivered_there_is_nothing_to_extend(self) -> None:
        assert to_extend(runs.moving(), parts([broken("s0"), held("s1", 1)])) is None
        assert to_extend(runs.fresh(), {}) is None

    def test_what_the_provider_has_no_id_for_cannot_be_extended(self) -> None:
        nameless = Version(replace(make.A, provider_audio_id=None), 1, runs.stored().copies)
        for track in (delivered("s2", 100, versions=(nameless,)), delivered("s2", 100, task_id=None)):
            assert to_extend(runs.moving(), parts([*three(100, 100), track])) is None
