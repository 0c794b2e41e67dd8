"""The auditor finds what it is there for, and nothing that a function makes of its objection hides it."""

from __future__ import annotations

import pytest

from reprise.domain.gates import Account, AtOnce
from tests.fakes.clock import START
from tests.simulation.polled import post
from tests.simulation.staging import SONG, USER, world
from tests.simulation.world import World

CROWD = 10


def test_money_that_does_not_add_up_is_found() -> None:
    with world() as place:
        place.audit.books.ledger[USER] += 1
        with pytest.raises(AssertionError, match="balance"):
            place.post_track(USER, SONG)


def test_one_task_too_many_at_once_is_found() -> None:
    with world() as place:
        place.cloud.scripted.account = Account("scripted:main", AtOnce(CROWD))
        with pytest.raises(AssertionError, match="task-"):
            crowd(place)


def crowd(place: World) -> None:
    """More songs than the provider has at once."""
    for number in range(CROWD):
        post(place, f"user-{number}")


def test_one_call_too_many_in_a_window_is_found() -> None:
    with world() as place:
        place.cloud.clock.advance(9.9)
        place.cloud.provider.creates = [START] * place.cloud.provider.account.quota.permits
        with pytest.raises(AssertionError, match="datetime"):
            place.post_track(USER, SONG)
