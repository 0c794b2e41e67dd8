"""The deadline, and the last call before it: nothing waits beyond them, and nothing is sent in vain."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from reprise.store.tracks import track_of
from tests.fakes.provider import Fate, Reply, Script
from tests.simulation.staging import SONG, USER, submitted, world
from tests.simulation.world import URLS

ALLOWED_SECONDS = 600
LAST_CALL_SECONDS = 480


def test_a_provider_that_says_nothing_at_all_ends_at_the_deadline_with_a_refund() -> None:
    with world() as place:
        place.cloud.provider.script = lambda _track, _attempt: Script(fate=Fate.SILENCE)
        track_id = place.post_track(USER, SONG).body["trackId"]
        place.run_until(place.cloud.clock.now + timedelta(seconds=ALLOWED_SECONDS + 60))
        assert place.audit.books.ends[track_id] == "failed"
        assert place.audit.books.moves == {(track_id, "charge"): -10, (track_id, "refund"): 10}


def test_an_attempt_that_was_sent_late_ends_at_the_deadline_of_its_track() -> None:
    with world() as place:
        place.cloud.provider.script = lambda _track, _attempt: Script(fate=Fate.SILENCE)
        task = submitted(place)
        place.run_until(place.cloud.clock.now + timedelta(seconds=LAST_CALL_SECONDS - 60))
        place.deliver(task, "error", 500)
        place.run_until(place.cloud.clock.now + timedelta(seconds=ALLOWED_SECONDS - LAST_CALL_SECONDS + 90))
        assert place.cloud.provider.submits.total() == 2
        assert place.audit.books.ends == {task.track_id: "failed"}


def test_an_attempt_that_would_come_too_late_is_not_paid_for() -> None:
    with world() as place:
        place.cloud.provider.script = lambda _track, _attempt: Script(fate=Fate.SILENCE)
        task = submitted(place)
        place.run_until(place.cloud.clock.now + timedelta(seconds=LAST_CALL_SECONDS))
        place.deliver(task, "error", 500)
        place.run_until(place.cloud.clock.now + timedelta(seconds=60))
        assert place.cloud.provider.submits.total() == 1
        assert place.audit.books.ends == {task.track_id: "failed"}
        assert place.audit.books.moves == {(task.track_id, "charge"): -10, (task.track_id, "refund"): 10}


@pytest.mark.parametrize("lag", [0.0, 3.0])
def test_an_attempt_is_never_sent_before_its_time_however_far_the_index_is_behind(lag: float) -> None:
    with world(lag) as place:
        place.cloud.provider.script = lambda _track, _attempt: Script(Reply.BUSY)
        track_id = place.post_track(USER, SONG).body["trackId"]
        wake_up = json.dumps({"track_id": track_id})
        for _ in range(300):
            place.follow()
            (track,) = (track_of(item) for item in place.tracks.state.items.values())
            calls = place.cloud.provider.submits.total()
            place.cloud.sqs.send_message(QueueUrl=URLS["SubmissionsQueue"], MessageBody=wake_up)
            place.work()
            assert track.submit_at
            assert place.cloud.provider.submits.total() == calls + (place.cloud.clock.now >= track.submit_at)
            place.cloud.clock.advance(0.5)


def test_a_provider_that_never_answers_keeps_no_track_from_ending() -> None:
    with world() as place:
        place.cloud.provider.script = lambda _track, _attempt: Script(fate=Fate.SUCCESS, seconds=60)
        place.cloud.provider.deaf = lambda: True
        track_id = place.post_track(USER, SONG).body["trackId"]
        place.run_until(place.cloud.clock.now + timedelta(seconds=ALLOWED_SECONDS + 60))
        assert place.audit.books.ends[track_id] == "failed"
        assert place.audit.books.moves[track_id, "refund"] == 10


def test_a_track_that_waits_beyond_its_deadline_is_not_woken_over_and_over() -> None:
    with world() as place:
        place.cloud.provider.script = lambda _track, _attempt: Script(Reply.BUSY)
        track_id = place.post_track(USER, SONG).body["trackId"]
        place.follow()
        place.cloud.clock.advance(ALLOWED_SECONDS + 1)
        place.cloud.wire.calls.clear()
        place.work()
        assert "dynamodb.GetItem" not in place.cloud.wire.calls, "it is not even looked at"
        assert place.cloud.sqs.waiting("SubmissionsQueue") == []
        place.run_to_end()
        assert place.audit.books.ends == {track_id: "failed"}
