"""Each task type's row: what it costs, which limits it counts towards, whether it takes a slot, and that it waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from reprise.domain import events as ev
from reprise.domain.accounts import Plan, Profile, day_of, minute_of
from reprise.domain.admission import Standing, Task, Terms, admit, check_sources, sources_for
from reprise.domain.errors import Conflict
from reprise.domain.gates import Gate
from reprise.domain.operations import OPERATIONS, Works
from reprise.domain.results import LINKS
from reprise.domain.states import Stage, Status
from reprise.domain.track import Failure, Track
from reprise.domain.versions import Asset, Copy, File, Version
from reprise.domain.wishes import SourceRef
from tests.unit.domain import make
from tests.unit.domain.make import NOW, A, B, after

ROWS: dict[str, tuple[int, str]] = {
    "track": (10, "minute day slot"), "extend": (5, "minute day slot"), "replace": (5, "minute day slot"),
    "cover": (5, "minute day slot"), "vocals": (5, "minute day slot"), "instrumental": (5, "minute day slot"),
    "merge": (5, "minute slot"), "stems": (5, "minute slot"), "wav": (5, "minute slot"), "video": (5, "minute slot"),
    "lyrics": (1, "minute slot"), "words": (0, "minute"), "persona": (0, "minute"), "recover": (0, "minute"),
}  # fmt: skip
"""Contract, sections 1 and 2."""
TERMS = Terms(timedelta(minutes=10), 0)
AT_ONCE = ["words", "persona"]
PROFILE = Profile("user-1", Plan.PRO, 100, minute_of(NOW), 0, day_of(NOW))
STORED = make.completed(versions=(Version(A, 1, (Copy(Asset.AUDIO, "u/t/0/audio.mp3", 9, "sha"),)), Version(B, 1)))


def test_every_task_that_a_user_can_start_is_here() -> None:
    assert ROWS.keys() | {"segment", "extension"} == OPERATIONS.keys()


@pytest.mark.parametrize("name", ROWS)
def test_it_is_charged_and_counted_as_its_row_says(name: str) -> None:
    cost, limits = ROWS[name]
    wish = make.wish(operation=OPERATIONS[name])
    granted = admit(
        Standing(None, PROFILE, Gate("g", 20)), wish, Task("t", "suno"), Terms(timedelta(minutes=10), 0), NOW
    )
    profile = granted.profile
    assert [entry.amount for entry in granted.entries] == [-cost] * bool(cost)
    assert (profile.balance, granted.track.charged) == (100 - cost, cost)
    counted = {"minute": profile.minute_count, "day": profile.day_count, "slot": len(profile.running)}
    assert counted == {limit: int(limit in limits) for limit in ("minute", "day", "slot")}


def running(name: str, **changes: Any) -> Track:
    return make.sending(task_type=name, charged=OPERATIONS[name].cost, **changes)


@pytest.mark.parametrize("name", ROWS)
def test_a_failure_returns_what_it_has_cost_and_frees_what_it_has_taken(name: str) -> None:
    cost, limits = ROWS[name]
    decision = after(running(name), ev.Refused(1, Failure("moderation")))
    assert [entry.amount for entry in decision.entries] == [cost] * bool(cost)
    assert (decision.track.status, decision.frees_slot) == (Status.FAILED, "slot" in limits)


@pytest.mark.parametrize("name", ROWS)
def test_what_cannot_wait_ends_where_the_others_go_on(name: str) -> None:
    """A provider that has no time, and an answer that was lost."""
    ends = [after(running(name), event).track for event in (ev.Deferred(1, 3), ev.AnswerLost(1))]
    failures = [(track.ended, track.failure, track.answer.failure if track.answer else "") for track in ends]
    if name in AT_ONCE:
        assert failures == [(True, "provider_busy", "provider_busy"), (True, "timeout", "timeout")]
    else:
        assert failures == [(False, None, None), (False, None, None)]
        assert [track.waits for track in ends] == [True, False]


@pytest.mark.parametrize("name", AT_ONCE)
def test_what_was_answered_at_once_is_there_and_nothing_is_left_to_do(name: str) -> None:
    decision = after(running(name), ev.Finished(1, persona_id="voice-1"))
    track = decision.track
    assert (track.status, track.persona_id, track.due_at, decision.frees_slot) == ("completed", "voice-1", None, False)
    assert track.answer is not None


@pytest.mark.parametrize("name", AT_ONCE)
def test_without_an_answer_it_has_failed_at_its_deadline(name: str) -> None:
    assert after(running(name), ev.DeadlinePassed(make.CDN)).track.failure == "timeout"
    assert after(running(name), ev.Progress(Stage.COMPLETE, (A,), "task-1", 1)).track.status != "completed"


def sources(name: str, source: Track, index: int = 0) -> Any:
    wish = make.wish(operation=OPERATIONS[name], sources=(SourceRef("track-1", index),))
    standing = Standing(None, PROFILE, Gate("g", 20), {"track-1": source})
    found = sources_for(standing, wish)
    check_sources(standing, wish, found)
    return found[0]


ON_VERSION = [name for name in ROWS if OPERATIONS[name].works is not Works.ON_NOTHING]


@pytest.mark.parametrize("name", ON_VERSION)
def test_what_a_task_needs_of_its_source_has_to_be_there(name: str) -> None:
    works = OPERATIONS[name].works
    found = sources(name, STORED)
    assert (found.task_id, found.audio_id, bool(found.key)) == ("task-1", "id-a", works is not Works.ON_SONG)
    nameless = replace(STORED, versions=(Version(make.clip("a", provider_audio_id=None, audio_url=None), 1),))
    with pytest.raises(Conflict):
        sources(name, nameless)


def test_joined_are_copies_of_ours_and_handed_over_is_whatever_plays() -> None:
    with pytest.raises(Conflict):
        sources("merge", STORED, 1)
    assert (sources("cover", STORED, 1).key, sources("cover", STORED, 1).url) == ("", B.audio_url)


@pytest.mark.parametrize(("name", "whole"), [("stems", File(Asset.WAV, "https://f.example/a"))])
def test_files_make_a_complete_believed_and_are_kept_at_the_deadline(name: str, whole: File) -> None:
    track = make.accepted(task_type=name, charged=5)
    empty = after(track, ev.Progress(Stage.COMPLETE, (), "task-1", 1)).track
    assert (empty.status, after(empty, ev.DeadlinePassed()).track.failure) == ("processing", "timeout")
    done = after(track, ev.Progress(Stage.COMPLETE, (), "task-1", 1, files=(whole,))).track
    assert (done.status, done.files, done.due_at) == ("completed", (whole,), None)
    part = after(track, ev.Progress(Stage.FIRST, (), "task-1", 1, files=(whole,))).track
    assert after(part, ev.DeadlinePassed()).track.status == "completed"


def test_one_link_makes_a_search_complete_and_nothing_of_it_is_copied() -> None:
    track = make.accepted(task_type="recover", charged=0)
    done = after(track, ev.Progress(Stage.COMPLETE, (A, make.clip("b", audio_url=None)), "task-1", 1)).track
    assert (done.status, done.due_at, done.copies_missing) == ("completed", None, False)
    assert LINKS.usable(done, {}) is not None
    assert after(track, ev.DeadlinePassed(make.CDN)).track.failure == "timeout"


def test_a_failed_attempt_takes_its_files_with_it() -> None:
    part = make.accepted(task_type="stems", charged=5, files=(File(Asset.WAV, "https://f.example/a"),))
    again = after(part, ev.Failed(Failure("provider_error", retryable=True), "task-1", 1)).track
    assert (again.files, again.waits) == ((), True)
