"""`POST /v1/merges`: songs of ours one after the other, joined by a worker of our own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest

from reprise.domain.states import Status, Submission
from reprise.domain.track import Track
from reprise.providers.assets.joining import CROSSFADE_SECONDS
from tests.fakes.songs import TOP, heard, largest_step, longest_quiet, strength
from tests.integration.handlers import merging
from tests.integration.handlers.merging import LENGTHS, QUEUE, TONES, A, B, job_of, key_of, shown, started, work
from tests.integration.handlers.posting import LIMITS, USER, problem
from tests.integration.handlers.tasks import kept
from tests.integration.handlers.world import World

RATE = 44_100
FRAME = 1152 / RATE


@pytest.fixture(autouse=True)
def _songs(world: World) -> Iterator[None]:
    yield from merging.with_songs(world)


def merged(world: World, *named: str) -> Track:
    """A merge that is done."""
    track = started(world, *named)
    assert work(world, track) == 0
    return kept(world, track.track_id)


def seconds(*named: str) -> float:
    return sum(LENGTHS[name] for name in named) - CROSSFADE_SECONDS * (len(named) - 1)


def test_it_is_taken_at_once_and_is_work_for_a_queue_of_ours(world: World) -> None:
    status, body, headers = merging.post(world, A, B, title="Both")
    assert (status, body["status"], body["creditsCharged"]) == (202, "processing", 0.5)
    assert (body["taskId"], set(LIMITS) <= set(headers)) == (body["trackId"], True)
    track = kept(world, body["trackId"])
    profile = world.profile(USER)
    assert (profile.balance, profile.minute_count, profile.day_count, track.permit is None) == (95, 1, 0, False)
    assert world.provider.creates == []
    merging.follow(world, None, track)
    assert world.bodies(QUEUE) == [job_of(track)]


def test_it_is_work_as_soon_as_it_is_claimed_so_a_sender_that_dies_loses_nothing(world: World) -> None:
    taken = started(world)
    claimed = replace(taken, submission=Submission.SENDING, task_id=None)
    waiting = replace(claimed, submission=Submission.QUEUED, attempts=0)
    merging.follow(world, waiting, claimed)
    merging.follow(world, claimed, taken)
    assert world.bodies(QUEUE) == [job_of(taken)]
    world.keep(claimed)
    assert work(world, claimed) == 0
    assert shown(world, taken.track_id)["stored"]


def test_a_song_of_a_provider_is_no_work_of_ours(world: World) -> None:
    song = kept(world, A)
    merging.follow(world, None, replace(song, status=Status.PROCESSING))
    assert world.waiting(QUEUE) == 0


def test_it_is_a_track_like_any_other(world: World) -> None:
    track = merged(world, A, B)
    view = shown(world, track.track_id)
    assert (view["status"], view["stored"], view["title"], len(view["versions"])) == ("completed", True, "a + b", 1)
    assert view["durationSeconds"] == pytest.approx(seconds(A, B), abs=FRAME)
    assert view["audioUrl"].partition("?")[0].endswith(key_of(track.track_id))
    body = merging.got(world, key_of(track.track_id))
    assert view["versions"][0]["sha256"] == hashlib.sha256(body).hexdigest()
    assert (view["firstAt"], view["error"], view["creditsRefunded"]) == (view["completedAt"], None, 0)
    asked = {"trackId": track.track_id, "variantIndex": 0}
    assert world.http("sign_track.post_sign_track", USER, body=asked)[0] == 200
    assert (track.versions[0].copies[0].seconds, track.due_at, track.permit) == (None, None, None)


def test_every_song_is_heard_in_its_turn_and_nothing_between_them(world: World) -> None:
    order = (A, B, A)
    left, right = heard(merging.got(world, key_of(merged(world, *order).track_id)))
    assert len(left) == len(right) == pytest.approx(seconds(*order) * RATE, abs=1152)
    ends = [round(seconds(*order[: count + 1]) * RATE) for count in range(len(order))]
    for name, (begin, end) in zip(order, pairwise([0, *ends]), strict=True):
        middle = left[begin + RATE // 10 : end - RATE // 10]
        assert strength(middle, TONES[name]) == pytest.approx(TOP, rel=0.1)
    joints = [left[end - RATE // 25 : end + RATE // 25] for end in ends[:-1]]
    in_songs = largest_step(left[RATE // 10 : RATE // 2])
    assert max(map(largest_step, joints)) < 2 * in_songs
    assert max(map(longest_quiet, joints)) < RATE // 500


def test_the_wanted_title_stands(world: World) -> None:
    track = started(world, title="Both of them")
    work(world, track)
    assert shown(world, track.track_id)["title"] == "Both of them"


def test_it_can_be_joined_again_and_sung_anew(world: World) -> None:
    first = merged(world, A, B)
    status, body, _ = merging.post(world, first.track_id, A, key="second")
    assert status == 202
    again = kept(world, body["trackId"])
    assert work(world, again) == 0
    expected = seconds(A, B) + LENGTHS[A] - CROSSFADE_SECONDS
    assert shown(world, again.track_id)["durationSeconds"] == pytest.approx(expected, abs=2 * FRAME)


@pytest.mark.parametrize("task", ["cover", "vocals", "instrumental"])
def test_a_provider_can_be_given_it_to_work_on(world: World, task: str) -> None:
    track = merged(world, A, B)
    path, headers = {"trackId": track.track_id}, {"idempotency-key": task}
    body = {"styleTags": ["calm"], "title": "Anew", "negativeTags": "drums"}
    more = {"cover": {"prompt": "rain"}, "vocals": {"prompt": "rain"}}.get(task, {})
    status, answer, _ = world.http(f"generate.post_{task}", USER, path=path, body=body | more, headers=headers)
    assert (status, kept(world, answer["trackId"]).provider) == (202, "suno")
    assert key_of(track.track_id) in world.provider.creates[-1]["uploadUrl"]


@pytest.mark.parametrize("task", ["extend", "stems", "wav", "video", "words"])
def test_what_only_its_provider_could_do_is_refused_clearly_and_costs_nothing(world: World, task: str) -> None:
    track, before = merged(world, A, B), world.profile(USER).balance
    path, headers = {"trackId": track.track_id}, {"idempotency-key": task}
    answer = world.http(f"generate.post_{task}", USER, path=path, body={}, headers=headers)
    assert problem(answer) == (422, "unsupported_feature")
    assert answer[1]["detail"].startswith("reprise cannot do this")
    assert world.profile(USER).balance == before


def test_users_cannot_wish_for_us_and_are_told_nothing_of_us(world: World) -> None:
    answer = world.http("generate.post_track", USER, body={"prompt": "rain", "provider": "reprise"})
    assert problem(answer) == (400, "invalid_input")
    _, matrix, _ = world.http("generate.get_providers", USER)
    assert [row["provider"] for row in matrix["items"]] == ["suno"]
    _, credits_, _ = world.http("generate.get_provider_credits", USER, admin=True)
    assert [row["provider"] for row in credits_["items"]] == ["suno"]
    answer = world.http("callback.webhook", path={"provider": "reprise"}, query={"track": A, "token": "x"}, body={})
    assert problem(answer) == (404, "not_found")


def test_what_is_not_stored_yet_or_somebody_elses_is_refused(world: World) -> None:
    other, bare = f"{0xC:032x}", f"{0xD:032x}"
    world.keep(replace(kept(world, A), track_id=other, user_id="user-2"))
    song = kept(world, A)
    world.keep(replace(song, track_id=bare, versions=(replace(song.versions[0], copies=()),)))
    assert problem(merging.post(world, A, other)) == (404, "not_found")
    assert problem(merging.post(world, A, bare)) == (409, "conflict")
    assert problem(merging.post(world, A)) == (400, "invalid_input")
    assert world.ledger(USER) == []
