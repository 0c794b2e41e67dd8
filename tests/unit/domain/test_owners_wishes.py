"""Copies, the sweep's diary, and what the owner wants: preferred, deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from reprise.domain import events as ev
from reprise.domain.credits import refund
from reprise.domain.operations import PARTS_FORMAT
from reprise.domain.states import Answer, Status
from reprise.domain.track import Track
from reprise.domain.versions import Asset, Clip, Copy, Version
from tests.unit.domain import make
from tests.unit.domain.make import NOW, STREAM_A, A, B, after, moved, versions

AUDIO_A = Copy(Asset.AUDIO, "u/t/0/audio.mp3", 100, "sha-a")
AUDIO_B = Copy(Asset.AUDIO, "u/t/1/audio.mp3", 100, "sha-b")
COVERED = replace(A, cover_url="https://files.example/a.jpg")


def one(clip: Clip = A, *copies: Copy) -> Track:
    return make.completed(versions=(Version(clip, 1, copies),))


def test_the_last_copy_leaves_the_sweep_nothing_to_look_after() -> None:
    assert after(one(), ev.Copied({0: (AUDIO_A,)})).track == moved(one(A, AUDIO_A), due_at=None)


def test_as_long_as_an_asset_is_missing_the_sweep_comes_again() -> None:
    track = one(COVERED)
    assert after(track, ev.Copied({0: (AUDIO_A,)})).track == moved(
        track, versions=(Version(COVERED, 1, (AUDIO_A,)),), due_at=track.due_at
    )
    two = make.completed()
    assert after(two, ev.Copied({1: (AUDIO_B,)})).track.due_at == two.due_at


def test_a_refusal_settles_an_asset_too() -> None:
    refused = Copy(Asset.COVER, refusal="too_large")
    track = after(one(COVERED, AUDIO_A), ev.Copied({0: (refused,)})).track
    assert track.versions[0].copies == (AUDIO_A, refused)
    assert (track.due_at, track.stored, track.copies_missing) == (None, True, False)


def test_an_object_takes_the_place_of_a_refusal_and_never_the_other_way_round() -> None:
    refused = Copy(Asset.AUDIO, refusal="content")
    assert after(one(A, refused), ev.Copied({0: (AUDIO_A,)})).track.versions[0].copies == (AUDIO_A,)
    settled = replace(one(A, AUDIO_A), due_at=None)
    assert after(settled, ev.Copied({0: (refused,)})).track is settled


def test_the_first_copy_of_an_asset_stands() -> None:
    track = replace(one(A, AUDIO_A), due_at=None)
    again = replace(AUDIO_A, key="other", sha256="sha-z")
    assert after(track, ev.Copied({0: (again,)})).track is track


def test_a_copy_of_what_the_version_has_not_is_not_taken() -> None:
    track = one()
    assert after(track, ev.Copied({0: (Copy(Asset.VIDEO, "v", 1, "s"),)})).track is track


@pytest.mark.parametrize("index", [1, 2])
def test_a_copy_of_a_version_that_there_is_not_changes_nothing(index: int) -> None:
    track = one()
    assert after(track, ev.Copied({index: (AUDIO_A,)})).track is track


def test_another_variants_audio_over_again_is_not_taken() -> None:
    track = make.completed(versions=(Version(A, 1, (AUDIO_A,)), Version(B, 1)))
    twin = replace(AUDIO_B, sha256="sha-a")
    assert after(track, ev.Copied({1: (twin,)})).track is track
    assert after(track, ev.Copied({1: (AUDIO_B,)})).track.versions[1].copies == (AUDIO_B,)


def test_two_variants_may_have_one_cover_and_one_reason() -> None:
    both = make.completed(
        versions=(
            Version(COVERED, 1, (AUDIO_A, Copy(Asset.COVER, "c0", 5, "same"))),
            Version(replace(B, cover_url="https://files.example/a.jpg"), 1, (AUDIO_B,)),
        )
    )
    cover = Copy(Asset.COVER, "c1", 5, "same")
    assert after(both, ev.Copied({1: (cover,)})).track.versions[1].copies == (AUDIO_B, cover)
    refused = Copy(Asset.AUDIO, refusal="identical")
    bare = make.completed(versions=(Version(A, 1, (Copy(Asset.AUDIO, refusal="expired"),)), Version(B, 1)))
    assert after(bare, ev.Copied({1: (refused,)})).track.versions[1].copies == (refused,)


def test_only_what_is_due_can_be_put_off() -> None:
    at = NOW + timedelta(seconds=30)
    track = make.accepted()
    assert after(track, ev.Revisit(at)).track == replace(track, due_at=at, rev=track.rev + 1)
    settled = make.completed(due_at=None)
    assert after(settled, ev.Revisit(at)).track is settled


def test_one_version_is_preferred() -> None:
    assert after(make.completed(), ev.Preferred(1)).track == moved(make.completed(), preferred=1)
    chosen = make.completed(preferred=1)
    assert after(chosen, ev.Preferred(1)).track is chosen


@pytest.mark.parametrize(
    ("track", "returned", "lingers"),
    [
        (make.queued(), 10, False),
        (make.waiting(), 10, False),
        (make.sending(), 10, True),
        (make.accepted(), 10, True),
        (make.accepted(versions=versions(Clip(title="words"))), 10, True),
        (make.playable(), 0, True),
        (make.playable(versions=versions(Clip(title="words"), STREAM_A)), 0, True),
        (make.completed(), 0, False),
        (make.failed(), 0, False),
    ],
)
def test_a_deleted_tracks_charge_goes_back_only_if_nothing_was_to_be_heard(
    track: Track, returned: int, *, lingers: bool
) -> None:
    decision = after(track, ev.Deleted())
    cancelled = (refund("user-1", "track-1", returned, "cancelled", NOW),)
    assert decision.entries == (cancelled if returned else ())
    assert decision.refunded == returned
    assert (decision.deletes, decision.frees_slot) == (not lingers, not lingers and not track.ended)
    assert (decision.track.deleted_at, decision.track.lingers) == (NOW if lingers else None, lingers)
    assert decision.track.failure == (track.failure if track.ended else "cancelled")
    assert decision.track.failed_at == (track.failed_at if track.ended else NOW)


def test_an_owner_without_a_refund_left_has_none() -> None:
    decision = after(make.accepted(), ev.Deleted(refunds=False))
    assert (decision.entries, decision.refunded, decision.track.refunded) == ((), 0, 0)
    assert (decision.track.status, decision.track.lingers, decision.frees_slot) == (Status.FAILED, True, False)


def test_a_deleted_track_answers_as_before_and_may_only_be_rewritten_by_code_that_knows_it() -> None:
    for track in (make.sending(), make.accepted()):
        kept = after(track, ev.Deleted()).track
        assert kept.answer == Answer(track.status, track.task_id)
        assert (kept.format, track.format) == (PARTS_FORMAT, 1)


def test_stored_means_that_every_version_has_its_audio() -> None:
    assert not make.accepted().stored
    assert not make.completed(versions=(Version(A, 1, (AUDIO_A,)), Version(B, 1))).stored
    assert make.completed(versions=(Version(A, 1, (AUDIO_A,)), Version(B, 1, (AUDIO_B,)))).stored
    assert not one(A, Copy(Asset.AUDIO, refusal="expired")).stored


def test_a_running_track_has_no_copies_to_miss() -> None:
    assert not make.playable(versions=versions(A)).copies_missing
    assert make.completed().copies_missing
    assert make.completed().status is Status.COMPLETED


def test_a_version_is_replaced_in_its_place() -> None:
    track, other = make.completed(), Version(make.clip("z"), 1)
    assert track.with_version(0, other).versions == (other, track.versions[1])
    assert track.with_version(1, other).versions == (track.versions[0], other)
