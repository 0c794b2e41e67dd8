"""A process killed at any call of `POST /v1/tracks`: never two calls for an attempt, never two charges, one refund."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise, product
from typing import Any

import pytest

from tests.fakes.provider import Reply, Script
from tests.fakes.wire import Disturbance, When
from tests.simulation.outside import Answer
from tests.simulation.staging import SONG, USER, world
from tests.simulation.states import outcome
from tests.simulation.world import World

TRIES = 4
POST = ("dynamodb.BatchGetItem", "dynamodb.TransactWriteItems", "provider.submit", "dynamodb.PutItem")
"""The calls of an undisturbed `POST /v1/tracks`, in their order."""
COMPLETED, REFUNDED = "completed", "failed, refunded: timeout"


def post_until_answered(place: World) -> list[Answer]:
    """A client that sends the same request with the same key while it is told 5xx."""
    answers = [place.post_track(USER, SONG, key="key")]
    while answers[-1].status >= 500 and len(answers) < TRIES:
        place.cloud.clock.advance(1)
        answers.append(place.post_track(USER, SONG, key="key"))
    return answers


def ended(place: World) -> str:
    """How the one track ended, in words, with its money checked."""
    end = outcome(place)
    (track,) = end["tracks"]
    assert (end["slots"], set(end["waiting"].values())) == ([], {0})
    if track["status"] == COMPLETED:
        assert end["ledger"] == [("charge", -10), ("grant", 30)]
        return COMPLETED
    assert end["ledger"] == [("charge", -10), ("grant", 30), ("refund", 10)]
    assert end["notices"] == [("track.failed", track["failure"])]
    return f"failed, refunded: {track['failure']}"


def disturbed(calls_back: bool, call: int, when: When, script: Script) -> str:
    """The end of a track whose `POST` was disturbed."""
    with world() as place:
        place.cloud.provider.script = lambda _track, _attempt: script
        place.calls_back = lambda _task: calls_back
        place.cloud.wire.disturb(Disturbance(call, when))
        answers = post_until_answered(place)
        assert place.cloud.wire.fired
        assert answers[-1].ok
        again = place.post_track(USER, SONG, key="key")
        assert (again.status, again.body["trackId"]) == (200, answers[-1].body["trackId"])
        place.run_to_end()
        assert set(place.cloud.provider.submits.values()) <= {1}
        return ended(place)


def test_an_undisturbed_post_makes_these_calls() -> None:
    with world() as place:
        assert place.post_track(USER, SONG, key="key").status == 202
        assert tuple(place.cloud.wire.calls) == POST


ENDS = {
    # Nothing was kept yet: the client's retry starts it.
    (1, When.BEFORE): (COMPLETED, COMPLETED),
    (1, When.AFTER): (COMPLETED, COMPLETED),
    (1, When.ERROR): (COMPLETED, COMPLETED),
    (2, When.BEFORE): (COMPLETED, COMPLETED),
    (2, When.ERROR): (COMPLETED, COMPLETED),
    # Claimed, not sent: nobody can know that it was not, so it is never sent again (invariant 4).
    (2, When.AFTER): (REFUNDED, REFUNDED),
    (3, When.BEFORE): (REFUNDED, REFUNDED),
    # Sent, its answer unknown: a callback finds the track by its URL; if all are lost too, the deadline ends it.
    (3, When.AFTER): (COMPLETED, REFUNDED),
    (4, When.BEFORE): (COMPLETED, REFUNDED),
    (4, When.ERROR): (COMPLETED, REFUNDED),
    # The task id is kept: the sweep can ask.
    (4, When.AFTER): (COMPLETED, COMPLETED),
}
"""Where `POST` was disturbed: the end when the provider calls back, and when all its callbacks are lost."""


@pytest.mark.parametrize(("call", "when"), ENDS, ids=lambda value: POST[value - 1] if isinstance(value, int) else value)
def test_a_crash_at_any_call_ends_in_a_song_or_a_refund(call: int, when: When) -> None:
    assert (disturbed(True, call, when, Script()), disturbed(False, call, when, Script())) == ENDS[call, when]


def test_every_call_is_in_the_table_of_ends() -> None:
    tried = {(call, when) for call in range(1, len(POST) + 1) for when in When}
    assert tried - ENDS.keys() == {(3, When.ERROR)}  # a provider's own errors are scripted: the next tests


UNDISTURBED = {
    Reply.ACCEPTED: (COMPLETED, COMPLETED),
    Reply.LOST: (COMPLETED, REFUNDED),
    Reply.NEVER_ARRIVED: (REFUNDED, REFUNDED),
}


@pytest.mark.parametrize("reply", UNDISTURBED)
def test_a_lost_answer_waits_for_its_callback_and_is_not_sent_again(reply: Reply) -> None:
    ends = []
    for calls_back in (True, False):
        with world() as place:
            place.cloud.provider.script = lambda _track, _attempt: Script(reply)
            place.calls_back = lambda _task, told=calls_back: told  # type: ignore[misc]
            post_until_answered(place)
            place.run_to_end()
            assert place.cloud.provider.submits.total() == 1
            ends.append(ended(place))
    assert tuple(ends) == UNDISTURBED[reply]


@pytest.mark.parametrize(("reply", "status"), [(Reply.MONEY, 503), (Reply.REFUSED, 502)])
def test_a_refusal_returns_the_charge_whatever_call_is_disturbed(reply: Reply, status: int) -> None:
    for call in range(1, len(POST) + 1):
        for when in When:
            with world() as place:
                place.cloud.provider.script = lambda _track, _attempt: Script(reply)
                place.cloud.wire.disturb(Disturbance(call, when))
                answers = post_until_answered(place)
                place.run_to_end()
                # A refusal that was not heard, or not kept, leaves a submission of unknown outcome: accepted, 2xx.
                assert answers[-1].status in (status, 200, 202)
                assert place.cloud.provider.submits.total() <= 1
                assert ended(place).startswith("failed, refunded")


def through(place: World, act: Callable[[World], Any]) -> list[str]:
    """The names of the calls of an act."""
    before = len(place.cloud.wire.calls)
    act(place)
    return place.cloud.wire.calls[before:]


def deferred_story(place: World) -> None:
    """A provider that is busy twice, and then takes it."""
    place.cloud.provider.script = lambda _track, attempt: Script(Reply.BUSY if attempt < 3 else Reply.ACCEPTED)
    place.calls_back = lambda _task: True
    post_until_answered(place)
    place.run_to_end()


def test_a_deferred_submission_survives_a_crash_at_any_call_of_its_life() -> None:
    with world() as place:
        calls = through(place, deferred_story)
        assert ended(place) == COMPLETED
    lost = set()
    names = ["claim" if after == "provider.submit" else name for name, after in pairwise([*calls, ""])]
    for (number, name), when in product(enumerate(names, 1), When):
        with world() as place:
            place.cloud.wire.disturb(Disturbance(number, when))
            deferred_story(place)
            assert set(place.cloud.provider.submits.values()) <= {1}
            if ended(place) != COMPLETED:
                lost.add((name, when))
    # Only these: claimed and not sent, or refused for now and the refusal not kept. Unknown outcomes, both.
    assert lost == {
        ("claim", When.AFTER),
        ("provider.submit", When.BEFORE),
        ("provider.submit", When.ERROR),
        ("provider.submit", When.AFTER),
        ("dynamodb.PutItem", When.BEFORE),
        ("dynamodb.PutItem", When.ERROR),
    }
