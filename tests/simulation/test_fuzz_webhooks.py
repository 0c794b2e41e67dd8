"""Whatever is posted to the webhook is answered as the contract says: 10,000 posts here, 100,000 in `make fuzz`."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.fakes.blueprint import name_of
from tests.fakes.provider import Task
from tests.fakes.units import size_of
from tests.simulation.fuzzing import POSTS, Post
from tests.simulation.seams import Chance, functions
from tests.simulation.staging import SONG, USER, world
from tests.simulation.world import Moment, World
from tests.unit.providers.signing import WHSEC

SCHEMES = {"unsigned": "", "body": "a secret", "kie": "a secret", "timestamped": "a secret", "standard": WHSEC}
CASES = int(os.environ.get("FUZZ_CASES", "10000"))
FUZZ = settings(
    max_examples=CASES // len(SCHEMES),
    derandomize="FUZZ_CASES" not in os.environ,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
KEPT, ITEM = 4096, 400 * 1024
REFUSALS = ("missing_signature", "invalid_signature", "invalid_token", "stale_timestamp")
ANSWERS: dict[int, list[Any]] = {
    200: [{"ok": True}, {"ok": True, "cached": True}],
    202: [{"ok": False, "message": "track_not_found_yet", "retry": True}],
    400: [{"ok": False, "error": "invalid_payload"}],
    401: [{"ok": False, "error": error} for error in REFUSALS],
}
PROBLEMS = {404: "not_found", 413: "payload_too_large"}


@dataclass(frozen=True, slots=True)
class Door:
    """The callback function as it is deployed, and the track that there is behind it."""

    place: World
    callback: Any
    task: Task
    scheme: str
    start: Moment
    faults: list[str]
    """What our own code was caught at; nothing else goes wrong here."""

    def post(self, post: Post) -> tuple[int, Any, list[str]]:
        """Status and body of the answer, and the calls that it took. Each post finds everything as it was."""
        self.place.load(self.start)
        self.faults.clear()
        before = len(self.place.cloud.wire.calls)
        stamp = int(self.place.cloud.clock.now.timestamp())
        event = post.event(self.task.track_id, self.task.token, self.scheme, SCHEMES[self.scheme], stamp)
        answer = self.callback(event, None)
        return answer["statusCode"], json.loads(answer["body"]), self.place.cloud.wire.calls[before:]

    def sizes(self, logical_id: str) -> list[int]:
        """Bytes of a table's items."""
        return [size_of(item) for item in self.place.cloud.dynamodb.tables[name_of(logical_id)].state.items.values()]


@pytest.fixture(params=SCHEMES)
def door(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    faults: list[str] = []
    monkeypatch.setattr("reprise.edge.bootstrap.callback.log_fault", lambda *fault, **_: faults.append(repr(fault)))
    secret, scheme = SCHEMES[request.param], "body" if request.param == "unsigned" else request.param
    with world() as place:
        place.post_track(USER, SONG)
        (task,) = place.cloud.provider.tasks.values()
        made = functions(place.cloud, Chance(), SUNO_WEBHOOK_SECRET=secret, SUNO_SIGNATURE_SCHEME=scheme)["callback"]
        callback = made.within(replace(made.surroundings, pool=None))
        yield Door(place, callback, task, request.param, place.save(), faults)


@pytest.mark.timeout(0)
def test_every_post_is_answered_as_the_contract_says_and_none_with_500(door: Door) -> None:
    @FUZZ
    @given(POSTS)
    def fuzz(post: Post) -> None:
        status, body, calls = door.post(post)
        check_answer(status, body)
        assert door.faults == []
        if status != 200:
            check_cost(door, calls, post)
        assert max(door.sizes("TracksTable")) <= ITEM

    fuzz()


def check_answer(status: int, body: Any) -> None:
    """One of the contract's answers; no fault was put in the way, so none is survived either."""
    if status in PROBLEMS:
        assert body["code"] == PROBLEMS[status]
    else:
        assert {name: value for name, value in body.items() if name != "stage"} in ANSWERS[status]


def check_cost(door: Door, calls: list[str], post: Post) -> None:
    """What was not believed costs a read and a small entry; only a true signature may keep more."""
    if post.signed:
        return
    assert len(calls) == len(set(calls))
    assert set(calls) <= {"dynamodb.GetItem", "dynamodb.PutItem"}
    assert max(door.sizes("CallbacksTable"), default=0) <= KEPT
