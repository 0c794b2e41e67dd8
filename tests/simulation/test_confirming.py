"""What only kie's signature proves is confirmed at the provider's without any waiting, and without the sweep."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from reprise.providers.suno.provider import Suno
from tests.fakes.payloads import callback
from tests.fakes.provider import Task
from tests.simulation import events
from tests.simulation.ending import all_tracks
from tests.simulation.staging import submitted, world
from tests.simulation.world import World
from tests.unit.providers.signing import sign

SECRET = "a secret"
SECONDS = timedelta(seconds=2)


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A world whose provider signs as kie does."""
    with world() as place:
        suno = Suno(dialect="kie", signature_scheme="kie", webhook_secrets=lambda: (SECRET,))
        monkeypatch.setattr(place.cloud.provider, "_suno", suno)
        yield place


def hinted(place: World, task: Task) -> list[str]:
    """The calls of a callback that has a signature and no token."""
    said = callback(task, "complete")
    event = events.webhook(None, None, said)
    stamp = int(place.cloud.clock.now.timestamp())
    event["headers"] |= sign("kie", SECRET, stamp, event["body"].encode(), task.task_id)
    before = len(place.cloud.wire.calls)
    assert place.http("callback", event).status == 200
    return place.cloud.wire.calls[before:]


def test_the_message_is_sent_in_the_callbacks_own_request_and_can_be_received_at_once(place: World) -> None:
    task = submitted(place)
    assert hinted(place, task).count("sqs.SendMessage") == 1
    (message,) = place.cloud.sqs.waiting("AsksQueue")
    assert message.visible_at == message.sent_at == place.cloud.clock.now


def test_the_provider_is_asked_on_that_message_and_the_song_is_whole_within_two_seconds(place: World) -> None:
    task = submitted(place)
    place.cloud.clock.reach(task.ends_at)
    told_at = place.cloud.clock.now
    hinted(place, task)
    place.chaos = lambda function: pytest.fail("the sweep had to help") if function == "sweep" else None
    place.run_until(told_at + SECONDS)
    (track,) = all_tracks(place)
    assert track.status == "completed"
    assert track.completed_at == told_at
    assert place.cloud.wire.calls.count("provider.ask") == 1
