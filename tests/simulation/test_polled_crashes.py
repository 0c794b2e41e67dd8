"""A process killed at any call on the way of a song that is asked about: a song or a refund, and the permit comes back.

The same for lyrics that are the answer to their own request.
"""

from __future__ import annotations

import pytest

from reprise.store.tracks import track_of
from tests.fakes.provider import Reply, Script
from tests.fakes.wire import Disturbance, When
from tests.simulation.outside import Answer
from tests.simulation.polled import SONG, holders, takes
from tests.simulation.staging import USER, world
from tests.simulation.states import outcome
from tests.simulation.world import World

TRIES = 4
PROMPT = "words that are there at once"


def two_songs(place: World) -> None:
    """One song gets its permit at the door, the other waits for it; both clients try again while they are told 5xx."""
    takes(place, 7)
    for user in (USER, "other"):
        for _ in range(TRIES):
            if place.post_track(user, SONG, key="key").ok:
                break
            place.cloud.clock.advance(1)
    place.run_to_end()


def check_ends(place: World) -> set[str]:
    """How the tracks ended; whatever it was, nothing is left over."""
    end, moves = outcome(place), place.audit.books.moves
    assert (end["slots"], set(end["waiting"].values()), set(end["dead letters"].values())) == ([], {0}, {0})
    assert holders(place) == []
    assert set(place.cloud.scripted.submits.values()) <= {1}
    ends = place.audit.books.ends
    assert all(((track_id, "refund") in moves) is (status == "failed") for track_id, status in ends.items())
    return set(ends.values())


def named(calls: list[str]) -> list[str]:
    """The calls by name; what comes just before and just after a create call has a name of its own."""
    names = list(calls)
    for place, name in enumerate(calls):
        if name == "provider.submit":
            names[place - 1], names[place + 1] = "claim", "outcome"
    return names


@pytest.mark.parametrize("when", When)
def test_a_crash_at_any_call_ends_in_a_song_or_a_refund_and_no_permit_is_lost(when: When) -> None:
    with world() as place:
        two_songs(place)
        calls = list(place.cloud.wire.calls)
        assert check_ends(place) == {"completed"}
        assert {"provider.submit", "provider.ask", "sqs.SendMessage"} <= set(calls)
    lost = set()
    for number, name in enumerate(named(calls), 1):
        with world() as place:
            place.cloud.wire.disturb(Disturbance(number, when))
            two_songs(place)
            assert len(place.audit.books.ends) == 2
            if check_ends(place) != {"completed"}:
                lost.add(name)
    assert lost == LOST[when]


LOST = {
    When.BEFORE: {"provider.submit", "outcome"},
    When.ERROR: {"provider.submit", "outcome"},
    When.AFTER: {"claim", "provider.submit"},
}
"""Where a song is lost: claimed and not sent, or its task's name not kept. Nobody can know, so nobody sends again."""


def lyrics(place: World) -> list[Answer]:
    """A client that asks again with the same key while it is told 5xx."""
    answers = [place.post_lyrics(USER, PROMPT, key="key")]
    while answers[-1].status >= 500 and len(answers) < TRIES:
        place.cloud.clock.advance(1)
        answers.append(place.post_lyrics(USER, PROMPT, key="key"))
    return answers


def test_lyrics_are_completed_by_their_request_and_a_replay_says_the_same() -> None:
    with world(default="scripted") as place:
        (answer,) = lyrics(place)
        (track,) = (track_of(item) for item in place.tracks.state.items.values())
        assert answer.status == 202
        assert answer.body == {
            "trackId": track.track_id,
            "taskId": None,
            "status": "completed",
            "creditsCharged": 0.1,
        }
        assert [text.text for text in track.texts] == [f"[Verse] task-{track.track_id}-1"]
        place.work()
        assert (track.due_at, holders(place), set(place.waiting().values())) == (None, [], {0})
        (again,) = lyrics(place)
        assert (again.status, again.body) == (200, answer.body | {"message": "Already processed"})
        assert place.cloud.scripted.submits.total() == 1


POST = ("dynamodb.BatchGetItem", "dynamodb.TransactWriteItems", "provider.submit", "dynamodb.TransactWriteItems")
"""The calls of an undisturbed request for lyrics: read, granted, written by the provider, completed."""
UNKNOWN = {(2, When.AFTER), *((3, when) for when in When), (4, When.BEFORE), (4, When.ERROR)}
"""Granted and perhaps written, and nobody knows the words: paid back at the deadline."""


@pytest.mark.parametrize("call", range(1, len(POST) + 1))
@pytest.mark.parametrize("when", When)
def test_a_crash_at_any_call_of_lyrics_ends_in_texts_or_a_refund(call: int, when: When) -> None:
    with world(default="scripted") as place:
        place.cloud.wire.disturb(Disturbance(call, when))
        answers = lyrics(place)
        assert tuple(place.cloud.wire.calls[: len(POST)])[:call] == POST[:call]
        assert answers[-1].ok
        place.run_to_end()
        expected = "failed" if (call, when) in UNKNOWN else "completed"
        assert check_ends(place) == {expected}
        (track,) = (track_of(item) for item in place.tracks.state.items.values())
        assert bool(track.texts) is (expected == "completed")


@pytest.mark.parametrize("reply", [Reply.LOST, Reply.NEVER_ARRIVED, Reply.REFUSED])
def test_lyrics_that_nobody_got_are_paid_back(reply: Reply) -> None:
    with world(default="scripted") as place:
        place.cloud.scripted.script = lambda _track, _attempt: Script(reply)
        lyrics(place)
        place.run_to_end()
        assert check_ends(place) == {"failed"}
