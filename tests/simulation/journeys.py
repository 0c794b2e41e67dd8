"""Through which modules a prompt and a callback's body pass, from the door to the store and to the provider.

`python -m tests.simulation.journeys` prints it. A module is passed when one of its functions is handed the text: as it
is, or in the message that carries it (event, body, wish, order, delivery, reading, report). What a value does by itself
counts for nobody. In a track the text has arrived: a track is state, which every rule of the lifecycle is handed.
"""

# ruff: noqa: T201 - one reads it in a terminal
from __future__ import annotations

import dataclasses
import json
import socket
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2] / "layers" / "common"))

import pytest

from reprise.domain.track import Track
from reprise.providers.exchange import bounded
from reprise.providers.provider import Pool
from reprise.providers.suno.provider import Suno
from tests.simulation.life import callback
from tests.simulation.seams import functions
from tests.simulation.staging import USER, submitted, world
from tests.simulation.world import World

ROOT = Path(__file__).parents[2]
LAYER = ROOT / "layers" / "common"
TEXT = "the sea at four in the morning"
FLOORS = ("functions", "edge", "usecases", "providers", "store", "domain")
_LOWEST = {"providers", "store", "domain"}
"""Rooms on the ground: they may call each other, as far as the import gate lets them."""
_DEEPEST = 7
"""Messages hold messages, but no deeper than this."""


@dataclass(frozen=True, slots=True)
class Step:
    """The text goes from one module to another; None: from outside."""

    caller: str | None
    module: str

    @property
    def is_turning_back(self) -> bool:
        """Whether the text is handed up, to a room that should not be known below."""
        return self.caller is not None and _height(self.caller) < _height(self.module)


def prompt() -> list[Step]:
    """A request for a song on its way down."""
    with suno_world() as place:
        place.post_track(USER, {"prompt": "another song"})
        return list(walked(lambda: place.post_track("somebody", {"prompt": TEXT}, key="key")))


def body() -> list[Step]:
    """A callback with lyrics on its way down."""
    with world() as place:
        task = submitted(place)
        place.http("callback", callback(task, "text", "other words"))
        return list(walked(lambda: place.http("callback", callback(task, "first", TEXT))))


def modules(steps: Iterable[Step]) -> list[str]:
    """The modules that were passed, in the order of the first time."""
    return list(dict.fromkeys(step.module for step in steps))


@contextmanager
def suno_world() -> Iterator[World]:
    """A world with the real Suno, whose HTTP ends where the network would begin."""
    with world() as place, pytest.MonkeyPatch.context() as patch:
        real = Suno(base_url="http://suno.invalid", api_key="a-key")
        place.cloud.pool = Pool({"suno": real}, frozenset({"suno"}), "suno")
        place.functions = functions(place.cloud, place.chance)
        ours, theirs = socket.socketpair()
        theirs.sendall(_taken())
        patch.setattr(bounded, "_connected", lambda _parts, _port, _allowance, stack: stack.enter_context(ours))
        with theirs:
            yield place


def walked(act: Callable[[], Any]) -> Iterator[Step]:
    """The steps of the text while `act` runs."""
    steps: list[Step] = []

    def profile(frame: FrameType, event: str, _argument: object) -> None:
        module = _module(frame)
        if event == "call" and module and any(map(_holds, _handed(frame))):
            steps.append(Step(_caller(frame), module))

    sys.setprofile(profile)
    try:
        answer = act()
    finally:
        sys.setprofile(None)
    assert answer.ok, answer
    yield from steps


def _module(frame: FrameType) -> str | None:
    path = Path(frame.f_code.co_filename)
    for root in (LAYER / "reprise", ROOT / "functions"):
        if path.is_relative_to(root):
            inside = path.relative_to(root if root.name == "reprise" else ROOT)
            return inside.with_suffix("").as_posix()
    return None


def _caller(frame: FrameType) -> str | None:
    """The nearest module of ours above: libraries only hand on."""
    above = frame.f_back
    while above is not None and _module(above) is None:
        above = above.f_back
    return _module(above) if above else None


def _handed(frame: FrameType) -> list[Any]:
    """The arguments of a call, without the object whose method it is."""
    code = frame.f_code
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    return [frame.f_locals.get(name) for name in names if name != "self"]


def _holds(value: object, depth: int = 0) -> bool:
    if isinstance(value, str | bytes):
        return TEXT in (value if isinstance(value, str) else value.decode("utf-8", "replace"))
    if depth > _DEEPEST or isinstance(value, Track | type):
        return False
    return any(_holds(one, depth + 1) for one in _parts(value))


def _parts(value: object) -> Iterable[object]:
    if isinstance(value, Mapping):
        return value.values()
    if isinstance(value, list | tuple | set | frozenset):
        return value
    if dataclasses.is_dataclass(value):
        return [getattr(value, field.name, None) for field in dataclasses.fields(value)]
    return ()


def _height(module: str) -> int:
    room = module.partition("/")[0]
    return 0 if room in _LOWEST else len(FLOORS) - FLOORS.index(room)


def _taken() -> bytes:
    """The answer to a create call, as it comes over the line."""
    body = json.dumps({"code": 200, "data": {"taskId": "task-1"}}).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body


def main() -> None:
    """Both journeys, module by module."""
    for name, steps in (("a prompt", prompt()), ("a callback's body", body())):
        passed = modules(steps)
        back = sum(step.is_turning_back for step in steps)
        print(f"{name} passes {len(passed)} modules, turning back {back} times")
        for module in passed:
            print(f"    {module}")


if __name__ == "__main__":
    main()
