"""A merge whose worker dies, is doubled or is overtaken at any call: one song, or exact money back and nothing left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import count

import pytest

from reprise.domain.gates import Account, AtOnce
from reprise.domain.jobs import MergeJob
from reprise.domain.states import Status
from reprise.domain.track import Track
from reprise.providers.inhouse import InHouse
from reprise.store.queues import Queue
from tests.fakes.wire import Disturbance, When
from tests.simulation.merges import (
    JOINED,
    PAID_BACK,
    QUEUE,
    all_of_it,
    begun,
    check_joined,
    check_nothing_hangs,
    key_of,
    merge_of,
    merges,
    sorted_ledger,
    with_songs,
)
from tests.simulation.staging import USER
from tests.simulation.world import URLS, World


@pytest.mark.parametrize("when", When)
def test_a_crash_at_any_call_loses_nothing_and_makes_one_song(when: When) -> None:
    """Unlike of a provider, it is known of ourselves that what is claimed may be made, and made again."""
    with with_songs() as (place, ids):
        before = place.cloud.wire.total
        all_of_it(place, ids)
        check_joined(place, ids)
        names = place.cloud.wire.calls[before:]
    assert {"s3.GetObject", "s3.PutObject", "s3.HeadObject"} <= set(names)
    for number in range(1, len(names) + 1):
        with with_songs() as (place, ids):
            place.cloud.wire.disturb(Disturbance(number, when))
            all_of_it(place, ids)
            check_joined(place, ids)


def test_doubled_messages_and_changes_make_one_song() -> None:
    with with_songs() as (place, ids):
        turns = count()
        place.again = lambda _function: next(turns) % 2 == 0
        all_of_it(place, ids)
        check_joined(place, ids)


def test_who_finds_no_permit_waits_in_line_for_one() -> None:
    with with_songs() as (place, ids):
        one = InHouse(account=Account("reprise:merge", AtOnce(1)))
        place.cloud.pool.providers[one.name] = one  # type: ignore[index]
        place.move(USER, "premium")
        place.grant(USER, 5)
        answers = [place.post_merge(USER, ids[:: 1 - 2 * turn], key=str(turn)) for turn in range(2)]
        assert [answer.body["status"] for answer in answers] == ["processing", "pending"]
        place.run_to_end()
        bodies = dict(check_nothing_hangs(place)["objects"])
        songs = [bodies[key_of(track_id)] for track_id in ids]
        merged = [bodies[key_of(answer.body["trackId"])] for answer in answers]
        assert merged == ["".join(songs), "".join(reversed(songs))]


def worked(place: World, ids: list[str]) -> Track:
    """A merge that waits for its worker."""
    begun(place, ids)
    place.follow()
    track = merge_of(place)
    assert track
    return track


def delete_it(place: World, _ids: list[str]) -> None:
    track = merge_of(place)
    if track:
        place.delete(USER, track.track_id)
        place.follow()


def delete_source(place: World, ids: list[str]) -> None:
    place.delete(USER, ids[1])
    place.follow()


def run_out_of_time(place: World, _ids: list[str]) -> None:
    place.cloud.clock.advance(timedelta(minutes=13).total_seconds())
    place.sweep()


def work_twice(place: World, _ids: list[str]) -> None:
    """Another worker has the same job, and is quicker."""
    if track := merge_of(place):
        job = MergeJob(USER, track.track_id, track.attempts)
        Queue(place.cloud.sqs, URLS[QUEUE]).send(job)  # type: ignore[arg-type]
        place.serve(merges())


RIVALS: dict[str, Callable[[World, list[str]], None]] = {
    "deletion": delete_it,
    "deletion of a source": delete_source,
    "deadline": run_out_of_time,
    "another worker": work_twice,
}


def overtaken(rival: str, call: int, crash: Disturbance | None) -> bool:
    """Whether a worker came as far as this call, where a rival was quicker; it perhaps died later. All is checked."""
    with with_songs() as (place, ids):
        worked(place, ids)
        wire, met = place.cloud.wire, list[int]()

        def overtake() -> None:
            met.append(call)
            RIVALS[rival](place, ids)
            wire.disturb(crash)

        wire.rivals[wire.total + call] = overtake
        place.serve(merges())
        wire.disturb(None)
        wire.rivals.clear()
        place.run_to_end()
        left = check_nothing_hangs(place)
        assert sorted_ledger(left) in (sorted(JOINED), sorted(PAID_BACK)), (rival, call, crash)
        track = merge_of(place)
        is_heard = track is not None and track.status is Status.COMPLETED
        if track:
            assert (sorted_ledger(left) == sorted(JOINED)) is is_heard
        return bool(met)


@pytest.mark.parametrize("rival", RIVALS)
def test_whoever_overtakes_the_worker_wherever_nothing_is_left_over(rival: str) -> None:
    for call in count(1):
        crashes = [None, *(Disturbance(number, when) for number in range(1, 4) for when in When)]
        reached = [overtaken(rival, call, crash) for crash in crashes]
        if not any(reached):
            assert call > 4
            return
