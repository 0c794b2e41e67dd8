"""What no document has is counted in the log: of callbacks that something proves, and of answers to our own calls."""

from __future__ import annotations

from typing import Any

import pytest

from reprise.domain.states import Status
from tests.integration.handlers.delivering import WHOLE, callback, clip, deliver, kept, running
from tests.integration.handlers.posting import post, rich
from tests.integration.handlers.provider import Told
from tests.integration.handlers.world import World


def surprises(caplog: pytest.LogCaptureFixture) -> list[tuple[str, list[str]]]:
    lines = [vars(one) for one in caplog.records if one.message == "provider_surprise"]
    return [(line["provider"], line["surprises"]) for line in lines]


@pytest.mark.parametrize(
    ("body", "surprise", "status"),
    [
        (callback("error", code=599), "code:599", Status.PROCESSING),
        (WHOLE | {"newThing": 1}, "field:newThing", Status.COMPLETED),
        (callback("almost", clip("a")), "status:almost", Status.PROCESSING),
    ],
)
def test_an_odd_callback_is_read_as_well_as_possible_and_counted(
    world: World, caplog: pytest.LogCaptureFixture, body: dict[str, Any], surprise: str, status: Status
) -> None:
    running(world)
    assert deliver(world, body)[0] == 200
    assert (kept(world).status, surprises(caplog)) == (status, [("suno", [surprise])])


def test_a_usual_callback_and_a_strangers_are_not_counted(world: World, caplog: pytest.LogCaptureFixture) -> None:
    running(world)
    assert deliver(world, WHOLE)[0] == 200
    assert deliver(world, callback("error", code=599), token="a stranger's")[0] == 401
    assert surprises(caplog) == []


def test_an_odd_answer_is_counted(world: World, caplog: pytest.LogCaptureFixture) -> None:
    rich(world)
    world.provider.answers.append(Told({"code": 200, "msg": "ok", "data": {"taskId": "task-1", "newId": 5}}))
    assert post(world)[0] == 202
    assert surprises(caplog) == [("suno", ["field:newId"])]
