"""Making the tracks of a run: what is made, charged and counted; what is made anew, and what refuses it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from reprise.domain.accounts import Plan, Profile, day_of, minute_of
from reprise.domain.admission import Terms
from reprise.domain.credits import charge, grant
from reprise.domain.departures import Departure, Means, depart, lengthen, song_of
from reprise.domain.errors import InsufficientCredits, RateLimited
from reprise.domain.requests import Extend, Song
from reprise.domain.run_events import Started
from reprise.domain.run_lifecycle import apply
from reprise.domain.runs import Run
from reprise.domain.states import Lane, Submission
from reprise.domain.track import Track
from tests.unit.domain import make_runs as runs
from tests.unit.domain.make import NOW
from tests.unit.domain.make_runs import broken, delivered, held, parts

TERMS = Terms(timedelta(seconds=300), 100)
MINUTE, DAY = minute_of(NOW), day_of(NOW)


def numbered() -> Callable[[], str]:
    numbers = count()
    return lambda: f"n{next(numbers)}"


def means() -> Means:
    return Means(TERMS, numbered(), lambda track_id: f"gate of {track_id}")


def profile(**changes: Any) -> Profile:
    made = Profile("user-1", Plan.PRO, 100, MINUTE, 0, DAY, 0, 0, frozenset(), rev=3)
    return replace(made, **changes)


def departed(run: Run, *tracks: Track, known: Profile | None = None) -> Departure:
    return depart(run, parts(tracks), known or profile(), means(), NOW)


def test_a_song_is_asked_for_without_words() -> None:
    passage = runs.PASSAGES[1]
    assert song_of(passage, ("ambient",)) == Song(
        prompt="calm 1", title="Passage 1", style_tags=("ambient",), make_instrumental=True
    )


class TestFirstStart:
    def test_every_passage_has_a_track_that_is_held(self) -> None:
        tracks = departed(runs.fresh()).tracks
        assert [(track.track_id, track.run_index) for track in tracks] == [("n0", 0), ("n1", 1), ("n2", 2)]
        assert tracks[1] == Track(
            track_id="n1",
            user_id="user-1",
            request=song_of(runs.PASSAGES[1], ("ambient",)),
            task_type="segment",
            provider="suno",
            run_id=runs.RUN,
            run_index=1,
            submission=Submission.HELD,
            charged=10,
            created_at=NOW,
            updated_at=NOW,
            deadline_at=NOW + timedelta(seconds=300),
            lane=Lane.STANDARD,
            gate="gate of n1",
        )

    def test_all_of_them_are_charged_and_counted_and_the_run_has_one_slot(self) -> None:
        departure = departed(runs.fresh())
        assert departure.profile == profile(balance=70, day_count=3, day_used=30, running=frozenset({runs.RUN}))
        assert departure.entries == tuple(charge("user-1", f"n{number}", 10, "segment", NOW) for number in range(3))
        assert departure.run == apply(runs.fresh(), Started(("n0", "n1", "n2"), 30), NOW)

    def test_who_pays_for_a_better_place_has_it(self) -> None:
        lanes = {track.lane for track in departed(runs.fresh(), known=profile(plan=Plan.PREMIUM)).tracks}
        assert lanes == {Lane.PREMIUM}

    def test_whoever_comes_for_the_first_time_is_welcomed_first(self) -> None:
        departure = depart(runs.fresh(), {}, None, means(), NOW)
        assert departure.entries[0] == grant("user-1", "user-1.signup", 100, "signup", NOW)
        assert (departure.profile.balance, sum(entry.amount for entry in departure.entries)) == (70, 70)


class TestRestart:
    def test_only_what_failed_is_made_anew_and_charged_again(self) -> None:
        tracks = delivered("s0"), broken("s1", run_index=1), held("s2", 2)
        departure = departed(runs.failed(), *tracks, known=profile(running=frozenset({runs.RUN})))
        assert departure.run.segments == ("s0", "n0", "s2")
        assert [(track.track_id, track.run_index) for track in departure.tracks] == [("n0", 1)]
        assert departure.entries == (charge("user-1", "n0", 10, "segment", NOW),)
        assert departure.profile == profile(balance=90, day_count=1, day_used=10, running=frozenset({runs.RUN}))

    def test_what_came_back_for_those_that_are_replaced_is_remembered(self) -> None:
        tracks = broken("s0"), broken("s1", refunded=0, run_index=1), delivered("s2", run_index=2)
        departure = departed(runs.failed(charged=30, returned=10), *tracks)
        assert (departure.run.charged, departure.run.returned) == (50, 20)

    def test_its_own_slot_is_not_counted_twice(self) -> None:
        full = profile(running=frozenset({runs.RUN, "a", "b"}))
        assert departed(runs.failed(), *map(broken, runs.SEGMENTS), known=full).profile.running == full.running


class TestRefusals:
    def test_a_balance_that_does_not_cover_all_of_it(self) -> None:
        assert departed(runs.fresh(), known=profile(balance=30)).profile.balance == 0
        with pytest.raises(InsufficientCredits, match=r"cost=3 balance=2\.9"):
            departed(runs.fresh(), known=profile(balance=29))

    def test_a_day_that_has_no_room_for_all_of_it(self) -> None:
        assert departed(runs.fresh(), known=profile(day_count=97)).profile.day_count == 100
        with pytest.raises(RateLimited) as refusal:
            departed(runs.fresh(), known=profile(day_count=98))
        assert (refusal.value.limit, refusal.value.retry_at) == ("perDay", DAY + timedelta(days=1))

    def test_the_minutes_limit_does_not_apply(self) -> None:
        assert departed(runs.fresh(), known=profile(minute_count=10)).profile.minute_count == 10

    def test_no_slot_is_free(self) -> None:
        with pytest.raises(RateLimited) as refusal:
            departed(runs.fresh(), known=profile(running=frozenset("abc")))
        assert refusal.value.limit == "concurrent"


class TestLengthening:
    def test_one_more_track_goes_on_where_another_ends_and_comes_after_all_there_is(self) -> None:
        source = delivered("s2", 100, run_index=2)
        run = runs.moving(extensions=("x0",))
        departure = lengthen(run, source, profile(plan=Plan.PREMIUM), means(), NOW)
        (track,) = departure.tracks
        assert (track.task_type, track.request, track.charged, track.submission) == (
            "extension", Extend(), 0, Submission.HELD,
        )  # fmt: skip
        assert (track.run_id, track.run_index, track.lane, track.gate) == (runs.RUN, 4, Lane.PREMIUM, "gate of n0")
        (from_,) = track.sources
        assert (from_.track_id, from_.task_id, from_.audio_id, from_.seconds) == ("s2", "task-s2", "id-a", 100)
        assert departure.run.extensions == ("x0", "n0")

    def test_it_is_free_and_counted_whatever_the_limits(self) -> None:
        full = profile(balance=0, day_count=100, minute_count=10, running=frozenset("abc"))
        departure = lengthen(runs.moving(), delivered("s2"), full, means(), NOW)
        assert (departure.profile, departure.entries) == (replace(full, day_count=101), ())

    def test_its_source_is_the_lead(self) -> None:
        other = replace(runs.stored(50), clip=replace(runs.stored(50).clip, provider_audio_id="id-b"))
        source = delivered("s2", versions=(runs.stored(), other), lead=1)
        (track,) = lengthen(runs.moving(), source, profile(), means(), NOW).tracks
        assert (track.sources[0].place, track.sources[0].audio_id) == (1, "id-b")
