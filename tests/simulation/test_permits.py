"""A provider that has so many tasks at once: their permits come back, and nobody else's are touched."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from reprise.store.tracks import track_of
from tests.fakes.provider import Fate, Reply, Script
from tests.simulation.polled import goes_on, holders, post, since_start, takes
from tests.simulation.staging import SONG, USER, world
from tests.simulation.world import World

NOTHING = timedelta()


def began(place: World) -> list[str]:
    """The tracks in the order in which the scripted provider took them."""
    return [task.track_id for task in place.cloud.scripted.tasks.values()]


@pytest.mark.parametrize("plan", ["free", "premium"])
def test_the_songs_of_a_lane_follow_each_other_without_a_pause(plan: str) -> None:
    with world() as place:
        takes(place, 30)
        for number in range(10):
            place.move(f"user-{number}", plan)
            post(place, f"user-{number}")
        assert len(began(place)) == 1  # of two permits a lane has one
        place.run_to_end()
        tasks = place.cloud.scripted.tasks.values()
        assert {after.began_at - before.ends_at for before, after in pairwise(tasks)} == {NOTHING}
        assert list(place.audit.books.ends.values()) == ["completed"] * 10
        assert holders(place) == []


def test_never_more_than_two_are_under_way_however_many_wait() -> None:
    with world() as place:
        takes(place, 30)
        for number in range(20):
            place.move(f"user-{number}", ("free", "premium")[number % 2])
            post(place, f"user-{number}")
        place.run_to_end()  # and the auditor counts at every call
        assert list(place.audit.books.ends.values()) == ["completed"] * 20
        assert max(since_start(task.ends_at) for task in place.cloud.scripted.tasks.values()) < 310
        assert holders(place) == []


def test_a_deleted_songs_permit_goes_to_who_waits_when_its_provider_is_done_with_it() -> None:
    with world() as place:
        takes(place, 30)
        first, second = post(place), post(place, "other")
        goes_on(place, 7)
        assert began(place) == [first]
        place.delete(USER, first)
        goes_on(place, 20)
        assert began(place) == [first]
        goes_on(place, 5)
        assert began(place) == [first, second]
        assert holders(place) == [f"{second}.1"]


def test_a_failed_attempt_gives_its_permit_back_and_waits_for_another() -> None:
    with world() as place:
        fates = iter([Fate.RETRYABLE])
        place.cloud.scripted.script = lambda _track, _attempt: Script(fate=next(fates, Fate.SUCCESS), seconds=10)
        first, second = post(place), post(place, "other")
        place.run_to_end()
        assert began(place) == [first, second, first]
        assert place.audit.books.ends == {first: "completed", second: "completed"}
        assert holders(place) == []


@pytest.mark.parametrize("reply", [Reply.BUSY, Reply.REFUSED, Reply.MONEY])
def test_an_attempt_that_is_not_taken_gives_its_permit_back(reply: Reply) -> None:
    with world() as place:
        replies = iter([reply])
        place.cloud.scripted.script = lambda _track, _attempt: Script(next(replies, Reply.ACCEPTED), seconds=10)
        place.post_track(USER, SONG | {"provider": "scripted"})
        second = post(place, "other")
        place.run_to_end()
        assert began(place)[0] == second
        assert place.audit.books.ends[second] == "completed"
        assert holders(place) == []


def test_a_song_elsewhere_does_not_wait_for_a_crowd_here() -> None:
    with world() as place:
        for number in range(5):
            post(place, f"user-{number}")
        place.work()
        answer = place.post_track(USER, SONG)
        assert (answer.body["status"], len(place.cloud.provider.tasks)) == ("processing", 1)


def test_a_song_here_does_not_wait_for_a_crowd_elsewhere() -> None:
    with world(SUNO_REQUESTS_PER_10_SECONDS="1") as place:
        for number in range(5):
            place.post_track(f"user-{number}", SONG)
        place.work()
        assert len(place.cloud.provider.tasks) == 1
        song = post(place)
        assert began(place) == [song]


HOMES = {"scripted": ("suno", "scripted:main#0"), "suno": ("scripted", "suno:main#0")}
"""Where a song was made: who is the default instead, and the gate of what is made of it."""


@pytest.mark.parametrize("home", HOMES)
def test_an_extension_of_a_song_from_elsewhere_waits_at_its_own_gate(home: str) -> None:
    """Only the default provider's gate was read with the request, so there is no permit at the door."""
    default, gate = HOMES[home]
    with world(default=default) as place:
        place.calls_back = lambda _task: True
        song = place.post_track(USER, SONG | {"provider": home}).body["trackId"]
        place.run_to_end()
        answer = place.post_extend(USER, song, {})
        extension = track_of(place.tracks.state.items[answer.body["trackId"],])
        assert (answer.status, answer.body["status"]) == (202, "pending")
        assert (extension.provider, extension.gate, extension.attempts) == (home, gate, 0)
        place.work()
        providers = {"suno": place.cloud.provider, "scripted": place.cloud.scripted}
        assert len(providers[home].of(extension.track_id)) == 1
        place.run_to_end()
        assert place.audit.books.ends == {song: "completed", extension.track_id: "completed"}
        assert holders(place) == []
