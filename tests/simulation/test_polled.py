"""A provider that never calls back is asked until its track ends: neither too rarely nor too often."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle

import pytest

from tests.fakes.provider import Reply, Script
from tests.fakes.scripted import EVERY
from tests.simulation import events
from tests.simulation.polled import ASKS, asked, gaps, goes_on, holders, post, since_start, takes
from tests.simulation.staging import USER, world
from tests.simulation.world import URLS, World

ALLOWED_SECONDS = 600
SECONDS = EVERY.total_seconds()
LOST = Script(Reply.LOST)


def test_a_song_goes_from_its_request_to_stored_copies_without_any_callback() -> None:
    with world() as place:
        track_id = post(place)
        place.run_to_end()
        assert place.audit.books.ends == {track_id: "completed"}
        assert len(place.cloud.s3.keys()) == 4
        assert place.cloud.scripted.submits == {(track_id, 1): 1}
        assert (place.cloud.provider.submits.total(), holders(place)) == (0, [])


@pytest.mark.parametrize("doubled", [(), ("ask",), ("follow",), ("ask", "follow")], ids="+".join)
def test_it_is_asked_every_five_seconds_however_often_messages_come(doubled: tuple[str, ...]) -> None:
    with world() as place:
        takes(place, 60)
        twice = {function: cycle((True, False)) for function in doubled}
        place.again = lambda function: function in twice and next(twice[function])
        post(place)
        place.run_to_end()
        assert asked(place) == [SECONDS * number for number in range(1, 13)]


def test_a_message_that_comes_again_later_asks_nobody() -> None:
    with world() as place:
        takes(place, 60)
        post(place)
        place.follow()
        (message,) = place.cloud.sqs.waiting(ASKS)
        for late in range(5, 60):
            place.cloud.sqs.send_message(QueueUrl=URLS[ASKS], MessageBody=message.body, DelaySeconds=late)
        place.run_to_end()
        assert asked(place) == [SECONDS * number for number in range(1, 13)]


@pytest.mark.parametrize("at", [5.5, 8.0, 9.5, 12.0, 29.5])
def test_who_asks_besides_neither_ends_the_questions_nor_makes_more_of_them(at: float) -> None:
    with world() as place:
        takes(place, 30)
        track_id = post(place)
        goes_on(place, at)
        place.sync(USER)
        goes_on(place, 35 - at)
        assert place.audit.books.ends == {track_id: "completed"}
        assert min(gaps(place)) >= SECONDS - 1  # a queue may be early by a second, and a question with it


def test_the_sweep_leaves_the_questions_about_a_long_song_as_they_are() -> None:
    with world() as place:
        takes(place, 450)
        track_id = post(place)
        goes_on(place, 455)
        assert place.audit.books.ends == {track_id: "completed"}
        assert gaps(place) == {SECONDS}


def test_where_a_question_was_lost_the_sweep_asks_and_the_questions_go_on() -> None:
    with world() as place:
        takes(place, 320)
        track_id = post(place)
        place.follow()
        place.cloud.clock.advance(SECONDS)
        (message,) = place.cloud.sqs.receive_message(QueueUrl=URLS[ASKS])["Messages"]
        place.cloud.sqs.delete_message(QueueUrl=URLS[ASKS], ReceiptHandle=message["ReceiptHandle"])
        goes_on(place, 320)
        assert asked(place) == [300, 305, 310, 315, 320]
        assert place.audit.books.ends == {track_id: "completed"}


def test_a_provider_that_does_not_answer_is_asked_again() -> None:
    with world() as place:
        takes(place, 1)
        deaf = iter([True] * 4)
        place.cloud.scripted.deaf = lambda: next(deaf, False)
        post(place)
        place.run_to_end()
        assert asked(place) == [5, 10, 15, 20, 25]


def deleted(place: World, track_id: str) -> None:
    """The owner deletes it after twelve seconds, and after thirty its provider is done with it."""
    goes_on(place, 12)
    assert place.delete(USER, track_id).status == 204
    goes_on(place, 19)
    assert asked(place)[-1] == 30
    assert place.audit.books.ends[track_id] == "deleted"


def told(place: World, track_id: str) -> None:
    """Its provider has ended it."""
    goes_on(place, 31)
    assert place.audit.books.ends[track_id] == "completed"


def overdue(place: World, track_id: str) -> None:
    """Its provider says nothing until its time is over."""
    place.cloud.scripted.deaf = lambda: True
    goes_on(place, ALLOWED_SECONDS + 120)
    assert place.audit.books.ends[track_id] == "failed"


@pytest.mark.parametrize("end", [deleted, told, overdue])
def test_nobody_asks_about_a_track_that_has_ended(end: Callable[[World, str], None]) -> None:
    with world() as place:
        takes(place, 30)
        end(place, post(place))
        at_the_end = asked(place)
        place.run_to_end()
        assert asked(place) == at_the_end
        assert (place.cloud.sqs.waiting(ASKS), holders(place)) == ([], [])


def test_a_webhook_in_its_name_is_not_found() -> None:
    with world() as place:
        track_id = post(place)
        (task,) = place.cloud.scripted.of(track_id)
        call = events.webhook(track_id, task.token, {"code": 200}, provider="scripted")
        assert place.http("callback", call).status == 404


def test_an_answer_that_was_lost_is_not_asked_for_and_paid_back_at_the_deadline() -> None:
    """Nobody knows the task's name."""
    with world() as place:
        place.cloud.scripted.script = lambda _track, _attempt: LOST
        track_id = post(place)
        place.run_to_end()
        assert (place.cloud.scripted.asked, place.audit.books.ends) == ({}, {track_id: "failed"})
        assert since_start(place.cloud.clock.now) >= ALLOWED_SECONDS
        assert (place.audit.books.moves[track_id, "refund"], holders(place)) == (10, [])
