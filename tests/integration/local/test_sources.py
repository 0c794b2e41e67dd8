"""Streams, queues and schedules, from a write to the end of the line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.integration.local.conftest import Running

Eventually = Callable[..., Any]


def write(stack: Running, *ids: str) -> None:
    assert stack.ask("POST", "/v1/open/write", json={"ids": ids}).status_code == 204


def test_a_write_goes_through_stream_and_queue(stack: Running, eventually: Eventually) -> None:
    write(stack, "through-1", "through-2")
    for name in ("through-1", "through-2"):
        assert eventually(lambda name=name: stack.done(name))["source"] == {"S": "aws:sqs"}


def test_what_cannot_be_followed_is_given_up_and_the_rest_goes_on(stack: Running, eventually: Eventually) -> None:
    before = stack.queue("FollowDeadLetters")["visible"]
    write(stack, "beside-1", "poison", "beside-2")
    eventually(lambda: stack.done("beside-2"))
    assert stack.done("beside-1")
    eventually(lambda: stack.queue("FollowDeadLetters")["visible"] == before + 1)


def test_what_fails_again_and_again_ends_among_the_dead_letters(stack: Running, eventually: Eventually) -> None:
    write(stack, "bad-1", "good-1")
    eventually(lambda: stack.done("good-1"))
    eventually(lambda: stack.queue("WorkDeadLetters")["visible"] == 1)
    assert stack.queue("WorkQueue") == {
        "visible": 0,
        "inFlight": 0,
        "delayed": 0,
        "deadLetter": False,
        "fullName": "reprise-WorkQueue",
    }


def test_dead_letters_can_be_moved_back(stack: Running, eventually: Eventually) -> None:
    write(stack, "bad-2")
    waiting = eventually(lambda: stack.queue("WorkDeadLetters")["visible"])
    moved = stack.ask("POST", "/_local/queues/WorkDeadLetters/redrive").json()["moved"]
    assert moved >= waiting >= 1
    eventually(lambda: stack.queue("WorkDeadLetters")["visible"] >= moved)
    assert stack.ask("POST", "/_local/queues/WorkQueue/redrive").status_code == 404


def test_a_schedule_can_be_fired_now(stack: Running) -> None:
    assert stack.ask("POST", "/_local/schedules/tick").json() == {"fired": "tick"}
    assert stack.done("tick")["why"] == {"S": "clock"}
    assert stack.ask("POST", "/_local/schedules/tock").status_code == 404
