"""The deadline: with results the track is complete, missing audio being at the CDN; without, it failed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from reprise.domain import events as ev
from reprise.domain.credits import refund
from reprise.domain.states import Stage, Status, Submission
from reprise.domain.track import Track
from reprise.domain.versions import Clip
from tests.unit.domain import make
from tests.unit.domain.make import CDN, NOW, STREAM_A, A, B, after, moved, versions


class TestDeadline:
    @pytest.mark.parametrize("track", [make.queued(), make.sending(), make.accepted(), make.waiting()])
    def test_without_results_the_track_fails_and_the_charge_returns(self, track: Track) -> None:
        decision = after(track, ev.DeadlinePassed(CDN))
        assert decision.track == moved(
            track,
            status=Status.FAILED,
            stage=Stage.ERROR,
            failure="timeout",
            refunded=10,
            failed_at=NOW,
            submit_at=None,
            due_at=None,
        )
        assert decision.entries == (refund("user-1", "track-1", 10, "timeout", NOW),)

    def test_with_results_missing_audio_is_at_the_cdn(self) -> None:
        track = make.playable(versions=versions(STREAM_A, B), due_at=NOW)
        rescued = replace(STREAM_A, audio_url="https://cdn.example/id-a.mp3")
        decision = after(track, ev.DeadlinePassed(CDN))
        assert decision.track == moved(
            track,
            status=Status.COMPLETED,
            stage=Stage.COMPLETE,
            seen=Stage.COMPLETE,
            versions=versions(rescued, B),
            completed_at=NOW,
            due_at=NOW + timedelta(minutes=5),
        )
        assert (decision.entries, decision.frees_slot) == ((), True)

    def test_a_skipped_stage_is_dated_then(self) -> None:
        track = make.accepted(versions=versions(Clip(provider_audio_id="id-a")))
        decision = after(track, ev.DeadlinePassed(CDN))
        assert (decision.track.text_at, decision.track.first_at) == (NOW, NOW)

    @pytest.mark.parametrize("clip", [Clip(stream_url="https://s.example/a"), Clip(title="only words")])
    def test_a_clip_without_id_and_audio_is_no_result(self, clip: Clip) -> None:
        assert after(make.playable(versions=versions(clip)), ev.DeadlinePassed(CDN)).track.failure == "timeout"

    def test_what_has_an_id_or_audio_is_kept_and_the_rest_dropped(self) -> None:
        nameless = Clip(audio_url="https://files.example/x.mp3")
        track = make.playable(versions=versions(Clip(title="only words"), nameless))
        assert after(track, ev.DeadlinePassed(CDN)).track.versions == versions(nameless)

    def test_clips_of_an_attempt_that_the_provider_gave_up_are_no_result(self) -> None:
        track = make.waiting(versions=versions(A), stage=Stage.FIRST)
        assert after(track, ev.DeadlinePassed(CDN)).track.failure == "timeout"
        again: Track = replace(track, attempts=2, versions=versions(A) + versions(B, attempt=2))
        assert after(again, ev.DeadlinePassed(CDN)).track.versions == versions(B, attempt=2)

    def test_a_rescued_track_was_accepted_and_nothing_of_it_waits(self) -> None:
        track = make.waiting(attempts=2, versions=versions(A, attempt=2))
        rescued = after(track, ev.DeadlinePassed(CDN)).track
        assert (rescued.submission, rescued.submit_at) == (Submission.ACCEPTED, None)
