"""What an attempt brings: playable at the first clip, whole at the last, rescued at the deadline, deleted at will."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from reprise.domain import events as ev
from reprise.domain.decision import COPY_PATIENCE
from reprise.domain.states import Stage, Status, Submission
from reprise.domain.track import Failure
from reprise.domain.versions import Clip
from tests.unit.domain import make
from tests.unit.domain.make import BEFORE, NOW, STREAM_A, STREAM_B, A, B, after, moved, versions

LATER = NOW + timedelta(minutes=5)


def news(stage: Stage, *clips: Clip, attempt: int | None = 1, task_id: str | None = "task-1") -> ev.Progress:
    return ev.Progress(stage, clips, task_id, attempt)


def test_copies_have_five_minutes() -> None:
    assert timedelta(minutes=5) == COPY_PATIENCE


def test_an_empty_text_is_the_first_sign_of_life() -> None:
    assert after(make.accepted(), news(Stage.TEXT)).track == moved(
        make.accepted(), stage=Stage.TEXT, seen=Stage.TEXT, text_at=NOW
    )


def test_a_text_with_streams_is_playable_at_once_but_still_a_text() -> None:
    assert after(make.accepted(), news(Stage.TEXT, STREAM_A, STREAM_B)).track == moved(
        make.accepted(),
        stage=Stage.TEXT,
        seen=Stage.TEXT,
        versions=versions(STREAM_A, STREAM_B),
        text_at=NOW,
        first_at=NOW,
    )


def test_first_is_playable_and_not_the_end() -> None:
    track = make.accepted(text_at=BEFORE, stage=Stage.TEXT, seen=Stage.TEXT)
    assert after(track, news(Stage.FIRST, A)).track == moved(
        track, stage=Stage.FIRST, seen=Stage.FIRST, versions=versions(A), lead=0, first_at=NOW
    )


def test_complete_ends_the_track_and_leaves_the_next_look_where_it_is() -> None:
    assert after(make.playable(), news(Stage.COMPLETE, A, B)).track == moved(
        make.playable(),
        status=Status.COMPLETED,
        stage=Stage.COMPLETE,
        seen=Stage.COMPLETE,
        versions=versions(A, B),
        completed_at=NOW,
    )


@pytest.mark.parametrize(
    ("planned", "due"),
    [(60, 60), (59, 300), (300, 300), (301, 300), (-1, 300)],
)
def test_copies_are_looked_after_in_one_to_five_minutes_when_planned_so_else_in_five(planned: int, due: int) -> None:
    track = make.playable(due_at=NOW + timedelta(seconds=planned))
    assert after(track, news(Stage.COMPLETE, A, B)).track.due_at == NOW + timedelta(seconds=due)


def test_a_callback_before_the_answer_proves_that_the_provider_took_it() -> None:
    decision = after(make.sending(), news(Stage.COMPLETE, A, B))
    assert decision.track == moved(
        make.sending(),
        submission=Submission.ACCEPTED,
        status=Status.COMPLETED,
        stage=Stage.COMPLETE,
        seen=Stage.COMPLETE,
        task_id="task-1",
        versions=versions(A, B),
        text_at=NOW,
        first_at=NOW,
        completed_at=NOW,
    )
    assert (decision.entries, decision.frees_slot) == ((), True)


@pytest.mark.parametrize(
    ("clips", "seen"), [((STREAM_A, STREAM_B), Stage.FIRST), ((A, STREAM_B), Stage.FIRST), ((), Stage.TEXT)]
)
def test_a_complete_without_its_audio_is_not_the_end(clips: tuple[Clip, ...], seen: Stage) -> None:
    track = after(make.accepted(), news(Stage.COMPLETE, *clips)).track
    assert (track.status, track.stage, track.seen, track.completed_at) == (Status.PROCESSING, seen, seen, None)
    whole = after(track, news(Stage.COMPLETE, A, B)).track
    assert (whole.status, whole.versions) == (Status.COMPLETED, versions(A, B))


def test_a_complete_of_fewer_clips_than_are_known_is_not_the_end() -> None:
    track = make.playable(versions=versions(STREAM_A, STREAM_B))
    assert after(track, news(Stage.COMPLETE, A)).track.status is Status.PROCESSING


def test_an_empty_complete_is_not_made_whole_by_clips_of_an_attempt_given_up() -> None:
    track = make.accepted(attempts=2, closed_attempt=1, task_id="task-2", versions=versions(A))
    told = after(track, news(Stage.COMPLETE, attempt=2, task_id="task-2")).track
    assert (told.status, told.versions, told.completed_at) == (Status.PROCESSING, versions(A), None)


@pytest.mark.parametrize("stage", [Stage.TEXT, Stage.FIRST])
def test_more_news_of_the_same_stage_counts(stage: Stage) -> None:
    track = after(make.accepted(), news(stage, STREAM_A)).track
    assert after(track, news(stage, A, B)).track == moved(track, versions=versions(A, B))


@pytest.mark.parametrize("clips", [(), (Clip(stream_url="https://s.example/1"),)], ids=["no clip", "no id"])
def test_a_first_that_names_no_clip_lets_none_lead(clips: tuple[Clip, ...]) -> None:
    track = after(make.accepted(), news(Stage.FIRST, *clips)).track
    assert (track.seen, track.versions, track.lead) == (Stage.FIRST, versions(*clips), None)


@pytest.mark.parametrize("older", [news(Stage.TEXT), news(Stage.TEXT, B), news(Stage.FIRST, STREAM_A)])
def test_older_news_than_what_is_known_changes_nothing(older: ev.Progress) -> None:
    track = make.playable(versions=versions(A))
    known = after(track, news(Stage.FIRST, A)).track
    assert after(known, replace(older, clips=(STREAM_A,) if older.stage is Stage.FIRST else older.clips)).track is known


STORY = [news(Stage.TEXT, STREAM_A, STREAM_B), news(Stage.FIRST, A), news(Stage.COMPLETE, A, B)]


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize("times", [1, 2])
def test_any_order_and_repetition_ends_the_same(order: tuple[int, ...], times: int) -> None:
    track = make.accepted()
    for index in order:
        for _ in range(times):
            track = after(track, STORY[index]).track
    assert (track.status, track.stage, track.versions) == (Status.COMPLETED, Stage.COMPLETE, versions(A, B))


@pytest.mark.parametrize("lost", range(3))
def test_a_lost_callback_is_made_up_for_by_record_info(lost: int) -> None:
    track = make.accepted()
    for event in (*STORY[:lost], *STORY[lost + 1 :], replace(STORY[2], attempt=None)):
        track = after(track, event).track
    assert (track.status, track.versions) == (Status.COMPLETED, versions(A, B))


def test_the_moment_of_each_stage_is_the_first_one() -> None:
    done = after(make.playable(), news(Stage.COMPLETE, A, B)).track
    assert (done.text_at, done.first_at, done.completed_at) == (BEFORE, BEFORE, NOW)


def test_a_late_error_does_not_undo_a_completed_track() -> None:
    track = make.completed()
    assert after(track, ev.Failed(Failure("copyrighted"), "task-1", 1)).track is track


C = make.clip("c")


@pytest.mark.parametrize("source", [news(Stage.COMPLETE, A, C), news(Stage.COMPLETE, A, C, attempt=None)])
def test_another_clip_after_the_end_is_added_and_copied(source: ev.Progress) -> None:
    track = make.completed(versions=versions(A))
    assert after(track, source).track == moved(track, versions=versions(A, C), due_at=LATER)


@pytest.mark.parametrize(
    "source",
    [
        news(Stage.FIRST, A, C),
        news(Stage.COMPLETE, A, C, attempt=2),
        news(Stage.COMPLETE, A, C, attempt=None, task_id="task-9"),
        news(Stage.COMPLETE, make.clip("a", title="renamed")),
        news(Stage.COMPLETE, make.clip("c", audio_url=None)),
    ],
    ids=["not complete", "other attempt", "other task", "known clip", "no audio"],
)
def test_nothing_else_after_the_end_counts(source: ev.Progress) -> None:
    track = make.completed(versions=versions(A))
    assert after(track, source).track is track


@pytest.mark.parametrize("clip", [A, C], ids=["variant 0 already", "unknown"])
def test_a_first_after_the_end_that_changes_no_variants_place_changes_nothing(clip: Clip) -> None:
    track = make.completed(lead=None)
    assert after(track, news(Stage.FIRST, clip)).track is track


def test_a_failed_track_takes_no_clip() -> None:
    track = make.failed()
    assert after(track, news(Stage.COMPLETE, A, B)).track is track
